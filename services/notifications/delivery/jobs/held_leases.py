"""Leases of the mails one process holds: renewed for as long as it lives, taken over soon after it died.

A lease is short and is renewed while its mail is composed, waits for its turn and is sent. Nothing
is sent without one that is still good. Who takes over what another left must know that the other
could have renewed it: after the database was away, everybody has the time of a lease to do so.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from contracts.identifiers import Uai
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.delivery.store.leases import DEPARTMENT, Claim
from services.notifications.delivery.store.renewals import renew
from services.notifications.mails.model.mail import MailId

log = structlog.get_logger(__name__)

RENEWALS = 4
"""In the time of a lease: three may fail."""
GIVEN_UP_AFTER = 10
"""Leases: what is past its own for so long is taken, whatever is known of the database."""

Key = tuple[Uai, MailId]


class Holding:
    """What this process holds, until when, and since when it could have renewed it."""

    def __init__(self, units: UnitsOfWork, lease: timedelta) -> None:
        self._units = units
        self.lease = lease
        self._held: dict[Key, tuple[Claim, datetime]] = {}
        self._sending: dict[Key, asyncio.Timeout] = {}
        self.heard_since: datetime | None = None
        """Since when the database answers, without a silence in which a lease may have ended."""
        self._heard_at: datetime | None = None

    def took(self, claims: Sequence[Claim]) -> None:
        """Hold these leases from now on."""
        self._held |= {claim.key: (claim, claim.until) for claim in claims}

    def left(self, claim: Claim) -> None:
        """What became of it is written down, or will not be known."""
        self._held.pop(claim.key, None)

    def is_good(self, claim: Claim) -> bool:
        """Whether half its lease is left: time to renew it before it ends."""
        return self._left(claim) >= self.lease / 2

    def abandoned_before(self, now: datetime) -> datetime:
        """A mail that was held until then, and no longer, was left by a process that died."""
        since = self.heard_since
        well = since is not None and now - since >= self.lease
        return now if well else now - GIVEN_UP_AFTER * self.lease

    @asynccontextmanager
    async def while_ours(self, claim: Claim) -> AsyncIterator[None]:
        """Raises TimeoutError inside once the lease is over, however often it was renewed."""
        async with asyncio.timeout(self._left(claim).total_seconds()) as patience:
            self._sending[claim.key] = patience
            try:
                yield
            finally:
                del self._sending[claim.key]

    async def run(self) -> None:
        """Renew until cancelled."""
        while True:
            try:
                await self._renew()
            except Exception as error:  # it is tried again, and nothing is sent without a lease
                self.heard_since = None
                if not is_trouble(error):
                    log.exception("mails.leases_not_renewed")
            await asyncio.sleep(self.lease.total_seconds() / RENEWALS)

    async def _renew(self) -> None:
        """Renew what has been held for a while: most mails are gone before."""
        now = self._units.now()
        young = now + self.lease * (RENEWALS - 1) / RENEWALS
        # A lease that ends later than one from now was taken by a clock that was set back.
        old = [
            claim
            for claim, until in self._held.values()
            if until <= young or until > now + self.lease
        ]
        async with self._units.begin(DEPARTMENT, now=now) as uow:
            until = now + self.lease
            ours = await renew(uow, old, until=until)
        self._hear()
        for claim in old:
            held, _ = self._held.get(claim.key, (None, until))
            if held is claim and claim.key in ours:
                self._held[claim.key] = (claim, until)
                self._postpone(claim)

    def _hear(self) -> None:
        """The database answered. After a silence the time of everybody's lease begins anew."""
        now = self._units.now()
        silence = now - (self._heard_at or now)
        silent = not timedelta() <= silence <= self.lease / 2
        if self.heard_since is None or silent:
            self.heard_since = now
        self._heard_at = now

    def _postpone(self, claim: Claim) -> None:
        patience = self._sending.get(claim.key)
        if patience is not None and not patience.expired():
            left = self._left(claim).total_seconds()
            patience.reschedule(asyncio.get_running_loop().time() + left)

    def _left(self, claim: Claim) -> timedelta:
        _, until = self._held.get(claim.key, (claim, claim.until))
        return min(until - self._units.now(), self.lease)
