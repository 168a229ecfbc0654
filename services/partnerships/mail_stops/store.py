"""Addresses that want no mail (ne plus recevoir de courriels) or that none reaches, known by their digest alone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, cast, delete, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import insert

from contracts.notifications.mails import MailReturnReason
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES
from services.partnerships.mail_stops.model import MailReturn, Standing
from services.partnerships.mail_stops.tables import mail_returns, mail_stops

_PURPOSE = "mail-stop"
S, R = mail_stops.c, mail_returns.c
_ASKED: Any = any_(bindparam("digests", type_=ARRAY(Text)))
STANDING = Reading(
    union_all(
        select(
            S.address_digest,
            S.stopped_at.label("since"),
            cast(null(), Text).label("reason"),
        ).where(S.address_digest == _ASKED),
        select(R.address_digest, R.returned_at, R.reason).where(R.address_digest == _ASKED),
    ),
    lambda rows: {(row.address_digest, row.reason): row.since for row in rows},
)
"""Since when each of some addresses wants no mail, or why none arrives there."""


class MailStops:
    """Who wants no mail, of any lycée, and whom none reaches."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def standing(self, addresses: Collection[str]) -> Standing:
        """What is known of these addresses."""
        wanted = self.asked(addresses)
        if not wanted:
            return Standing()
        known = await STANDING.of(self._uow, {"digests": wanted})
        stopped = {digest for digest, reason in known if reason is None}
        back = {
            digest: found
            for (digest, reason), since in known.items()
            if reason is not None
            and (found := MailReturn(since, MailReturnReason(reason))).is_told(self._uow.now)
        }
        digests = {one: self.digest(one) for one in addresses}
        return Standing(
            stopped=frozenset(one for one, digest in digests.items() if digest in stopped),
            returned={one: back[digest] for one, digest in digests.items() if digest in back},
        )

    def asked(self, addresses: Iterable[str]) -> Sequence[str]:
        """The digests `STANDING` is looked for by."""
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

    async def note_return(self, address: str, back: MailReturn) -> bool:
        """Keep that a mail came back from there; False where it was known already that none arrives."""
        known = (await self.standing([address])).is_lost(address)
        if known and not back.lasting:
            # An older mail that was given up on since says nothing of what was learnt meanwhile.
            return False
        adding = insert(mail_returns).values(
            address_digest=self.digest(address), return_id=self._uow.new_id(), **vars(back)
        )
        news = {name: adding.excluded[name] for name in vars(back)}
        await self._uow.execute(
            adding.on_conflict_do_update(index_elements=["address_digest"], set_=news)
        )
        return not known

    async def try_again(self, address: str) -> bool:
        """Have an address be written to that mails came back from; False where none did."""
        gone = delete(mail_returns).where(R.address_digest == self.digest(address))
        return (await self._uow.execute(gone.returning(literal(1)))).first() is not None

    def digest(self, address: str) -> str:
        """What an address is known by."""
        return self._uow.links.digest(_PURPOSE, address.strip().casefold())


async def _forget_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,  # noqa: ARG001  known by its address alone
    named: Named,
    now: datetime,  # noqa: ARG001  every feature is given it
) -> None:
    if named.mail:
        await MailStops(uow).try_again(named.mail)


PERSON_TRACES.add(contact=_forget_contact)
