"""A lycée that has facts sent outside, and the process that sends them."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec

from contracts.event import Event
from contracts.identifiers import PauseId, SiteId, SiteKey, Uai
from contracts.partnerships.pressure import SitePausedV1, SiteResumedV1
from contracts.subjects import Subject, subject
from services.chassis.projections import Recorded
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.delivery.store.leases import DEPARTMENT
from services.notifications.endpoints.commands import SECRET_PURPOSE, add_endpoint
from services.notifications.endpoints.model.endpoint import Endpoint, Networks
from services.notifications.endpoints.model.outgoing_events import TITLES
from services.notifications.endpoints.model.signature import written_secret
from services.notifications.outgoing.jobs.feed import fold
from services.notifications.outgoing.jobs.sender import Sender
from tests.notifications.world import HERE, own
from tests.support.bus import envelope_of
from tests.support.services import NOW

LOCAL = (ipaddress.ip_network("127.0.0.0/8"),)
SITE = SiteId(uuid4())


@dataclass
class Outside:
    """Endpoints, and facts that happen; `superuser` sees what is kept of them."""

    units: UnitsOfWork
    superuser: asyncpg.Connection = field(repr=False)
    allowed: Networks = LOCAL
    """Networks the operator allows."""

    async def opens(
        self, url: str, *, uai: Uai = HERE, events: Sequence[str] = tuple(TITLES)
    ) -> Endpoint:
        """An endpoint that is sent these kinds of facts."""
        async with self.units.begin(own(uai), now=NOW) as uow:
            return await add_endpoint(
                uow, label="Tableau", url=url, events=events, allowed=self.allowed, now=uow.now
            )

    async def happens(
        self, *events: Event, uai: Uai = HERE, version: int = 1, at: datetime = NOW
    ) -> Sequence[Recorded]:
        """Facts, as the projection is given them."""
        batch = [_recorded(one, uai, version + n, at) for n, one in enumerate(events)]
        await self.hears(batch)
        return batch

    async def hears(self, batch: Sequence[Recorded]) -> None:
        """The projection is given these."""
        async with self.units.begin(DEPARTMENT) as uow:
            await fold(uow.connection, batch)

    async def states(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        rows = await self.superuser.fetch(
            "SELECT state, count(*) AS n FROM deliveries GROUP BY state"
        )
        return {row["state"]: row["n"] for row in rows}

    async def attempts(self) -> int:
        """How many attempts are written down."""
        total: int = await self.superuser.fetchval(
            "SELECT coalesce(sum(attempts), 0) FROM deliveries"
        )
        return total

    async def rests(self, now: datetime) -> bool:
        """Whether something waits, of which nothing is sent nor due at that hour."""
        rested: bool = await self.superuser.fetchval(
            """
            SELECT count(*) > 0 AND coalesce(bool_and(
                e.leased_until IS NULL
                AND greatest(first.next_attempt_at, coalesce(e.retry_at, $1)) > $1
            ), false)
            FROM endpoints e CROSS JOIN LATERAL (
                SELECT DISTINCT ON (aggregate) next_attempt_at FROM deliveries d
                WHERE d.endpoint_id = e.endpoint_id AND d.state = 'waiting'
                ORDER BY aggregate, aggregate_version
            ) first
            """,
            now,
        )
        return rested

    async def endpoint(self, endpoint: Endpoint) -> asyncpg.Record:
        """Everything the database knows of it."""
        row = await self.superuser.fetchrow(
            "SELECT * FROM endpoints WHERE endpoint_id = $1", endpoint.id
        )
        assert row is not None
        return row

    async def secret(self, endpoint: Endpoint) -> str:
        """What its receiver was given."""
        row = await self.endpoint(endpoint)
        return self.secret_of(row["secret_id"])

    def secret_of(self, secret_id: UUID) -> str:
        """The secret made of an id."""
        return written_secret(self.units.links.signing_key(SECRET_PURPOSE, row_id=secret_id))

    @asynccontextmanager
    async def sending(
        self, *, seconds: float = 5.0, lease: timedelta = timedelta(minutes=1)
    ) -> AsyncIterator[None]:
        """A process that sends, until the end of the context."""
        running = asyncio.create_task(
            Sender(self.units, self.allowed, seconds=seconds, lease=lease).run()
        )
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def paused(pause_id: UUID | None = None) -> SitePausedV1:
    """A pause begins."""
    return SitePausedV1(
        pause_id=PauseId(pause_id or uuid4()),
        site_id=SITE,
        site_key=SiteKey.local(SITE),
        until_on=NOW.date(),
        occurred_on=NOW.date(),
    )


def resumed(pause_id: UUID) -> SiteResumedV1:
    """The same one ends."""
    return SiteResumedV1(
        pause_id=PauseId(pause_id),
        site_id=SITE,
        site_key=SiteKey.local(SITE),
        occurred_on=NOW.date(),
    )


def _recorded(event: Event, uai: Uai, version: int, at: datetime) -> Recorded:
    envelope = envelope_of(event, uai, version=version, at=at)
    where = Subject.parse(subject(event.audience(), "82", uai, type(event)))
    return Recorded(envelope, where, type(event), msgspec.json.decode(event.to_json()))
