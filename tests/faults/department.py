"""All services running, a lycée with pupils, and what the bus and the databases hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2

from contracts.envelope import Envelope, from_headers
from contracts.streams import all_stream_settings
from deploy.nats.durables import service_durables
from deploy.nats.operator_connection import operator_connection
from deploy.services import SERVICES
from services.internships.service import SERVICE as INTERNSHIPS
from services.supervision.read_models.tables import READ_MODELS
from tests.faults.verdict import messages_of
from tests.internships.world import ELEC, NOW, TODAY, Lycee
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

BOOKS_OF_THE_CHASSIS = {
    "watermarks",
    "stream_marks",
    "commands",
    "delivery_attempts",
    "reconciled_sources",
    "reconciled_streams",
    "reconciliations",
    # that no relay is there to send by, said when it is next looked at: no fact brings it about
    "relay_troubles",
}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}

OVERDUE = "SELECT count(*) FROM due_work WHERE done_at IS NULL AND due_at <= now()"


@dataclass(frozen=True)
class Settling:
    """What was recorded and is not handled yet; true once nothing is."""

    overdue: Mapping[str, int] = field(default_factory=dict)
    unsent: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return not (self.overdue or self.unsent or self.waiting)


@dataclass
class Department:
    """Everything, and a bureau at work."""

    network: Network
    databases: ServiceDatabases
    lycee: Lycee
    superusers: dict[str, asyncpg.Connection]
    rbde: httpx2.AsyncClient

    async def proposals(self, count: int, first: int = 0) -> list[UUID]:
        """Placements waiting for their confirmation, of pupils numbered from `first` on.

        A pupil is at one host at a time: a second lot in one test takes other pupils.
        """
        formation = await self.lycee.opens(ELEC)
        names = [f"ÉLÈVE{number:03} Camille 2ELEC" for number in range(first, first + count)]
        pupils = await self.lycee.imports(*names, classes={"2ELEC": formation})
        period = await self.lycee.publishes_a_period(formation)
        site = await self.lycee.knows_a_host()
        return [await self.lycee.proposes(pupil, period, site) for pupil in pupils[first:]]

    async def confirm(
        self, placement: UUID, command_id: UUID | None = None, *, version: int = 1
    ) -> httpx2.Response:
        """As the bureau's screen asks for it."""
        return await self.rbde.post(
            f"/api/internships/placements/{placement}/confirmation",
            json={
                "command_id": str(command_id or uuid4()),
                "version": version,
                "on": TODAY.isoformat(),
            },
            headers=SAME_ORIGIN,
        )

    async def confirm_at_last(self, placement: UUID, command_id: UUID) -> None:
        """Send the same command again for as long as the answer is that nothing was recorded.

        Each connection that died with the database is found out by one answer of this kind.
        """

        async def accepted() -> bool:
            answer = await self.confirm(placement, command_id)
            assert answer.status_code in {200, 503}, answer.text
            return answer.status_code == httpx2.codes.OK

        await eventually(accepted)

    async def one(self, service: str, query: str, *arguments: object) -> Any:
        """A value of a service's database, which no row is hidden from."""
        return await self.superusers[service].fetchval(query, *arguments)

    async def covered(self) -> int:
        """What the supervisor's read model says of the places found."""
        return int(
            await self.one("supervision", "SELECT coalesce(sum(host_agreed), 0) FROM coverages")
        )

    async def settled(self) -> Settling:
        """Whether everything recorded was published, delivered, and handled, and what is due done.

        The world is some days ago: the nights its figures are told in have come, and are made up for.
        Looked at twice: what was handled at the end of one look has work done that is seen by the next.
        """
        return await self._left() if (first := await self._left()) else first

    async def _left(self) -> Settling:
        due = {service.name: await self.one(service.name, OVERDUE) for service in SERVICES}
        if overdue := {name: count for name, count in due.items() if count}:
            return Settling(overdue=overdue)
        query = "SELECT count(*) FROM journal WHERE sent_at IS NULL"
        counts = {service.name: await self.one(service.name, query) for service in SERVICES}
        if unsent := {name: count for name, count in counts.items() if count}:
            return Settling(unsent=unsent)
        async with operator_connection(self.network.settings) as client:
            js = client.jetstream()
            waiting = {}
            for service in SERVICES:
                for durable in service_durables(service, self.network.settings.department):
                    info = await js.consumer_info(durable.stream, durable.name)
                    if info.num_pending or info.num_ack_pending:
                        waiting[durable.name] = (info.num_pending or 0, info.num_ack_pending or 0)
        return Settling(waiting=waiting)

    async def traffic(self) -> dict[str, list[Envelope]]:
        """What each stream holds, in its order."""
        found = {}
        async with operator_connection(self.network.settings) as client:
            for stream in all_stream_settings(self.network.settings.department):
                kept = await messages_of(client.jetstream(), stream.name)
                found[stream.name] = [from_headers(message.headers) for message in kept]
        return found

    async def read_models(self) -> dict[str, list[str]]:
        """Every row of supervision's read models."""
        tables: dict[str, list[str]] = {}
        for table in READ_MODELS:
            rows = await self.superusers["supervision"].fetch(
                f"SELECT to_jsonb(t)::text AS row FROM {table.name} AS t ORDER BY 1"
            )
            tables[table.name] = [row["row"] for row in rows]
        return tables

    async def written(self) -> dict[str, int]:
        """How many rows each service has in each table of its own business and journal."""
        counts = {}
        for service in SERVICES:
            for table in (*service.metadata.tables, "journal"):
                if table not in BOOKS_OF_THE_CHASSIS:
                    query = f"SELECT count(*) FROM {table}"
                    counts[f"{service.name}.{table}"] = await self.one(service.name, query)
        return counts


def out_of_order(envelopes: Sequence[Envelope]) -> list[str]:
    """Events whose number is not the next one of their source."""
    last: dict[str, int] = defaultdict(int)
    wrong = []
    for envelope in envelopes:
        if envelope.sequence != last[envelope.source] + 1:
            wrong.append(f"{envelope.source} {envelope.sequence} after {last[envelope.source]}")
        last[envelope.source] = envelope.sequence
    return wrong


@asynccontextmanager
async def department(network: Network, databases: ServiceDatabases) -> AsyncIterator[Department]:
    """A bureau signed in, on running services."""
    async with AsyncExitStack() as stack:
        superusers = {}
        for service in SERVICES:
            superusers[service.name] = await databases.superuser(service.name)
            stack.push_async_callback(superusers[service.name].close)
        rbde = await network.client_as("rbde", HERE)
        units = network.runtime(INTERNSHIPS.name).work
        lycee = Lycee(HERE, units, superusers[INTERNSHIPS.name], NOW)
        yield Department(network, databases, lycee, superusers, rbde)
