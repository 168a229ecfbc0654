"""Addresses no lycée may write to (ne plus recevoir de courriels), known by their digest alone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, Text, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mail_stops.tables import mail_stops

_PURPOSE = "mail-stop"
S = mail_stops.c


STOPPED = Reading(
    select(S.address_digest).where(
        S.address_digest == any_(bindparam("digests", type_=ARRAY(Text)))
    ),
    lambda rows: {row.address_digest for row in rows},
)


class MailStops:
    """Who wants no mail, of any lycée."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def stopped(self, addresses: Collection[str]) -> frozenset[str]:
        """Those of these addresses that may not be written to."""
        wanted = self.asked(addresses)
        if not wanted:
            return frozenset()
        held = await STOPPED.of(self._uow, {"digests": wanted})
        return frozenset(one for one in addresses if self.digest(one) in held)

    def asked(self, addresses: Iterable[str]) -> Sequence[str]:
        """By which digests `STOPPED` are looked for."""
        return sorted({self.digest(address) for address in addresses})

    async def holds(self, digest: str) -> bool:
        """Whether the address of this digest may not be written to."""
        statement = select(S.address_digest).where(S.address_digest == digest)
        return (await self._uow.execute(statement)).first() is not None

    async def stop(self, digest: str, *, now: datetime) -> None:
        """Have nobody write there."""
        stopping = insert(mail_stops).values(address_digest=digest, stopped_at=now)
        await self._uow.execute(stopping.on_conflict_do_nothing())

    async def allow(self, digest: str) -> None:
        """Have it be written to again."""
        await self._uow.execute(delete(mail_stops).where(S.address_digest == digest))

    def digest(self, address: str) -> str:
        """What an address is known by."""
        return self._uow.links.digest(_PURPOSE, address.strip().casefold())
