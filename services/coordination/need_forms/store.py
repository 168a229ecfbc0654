"""What is read and written beside a need that came by the public form."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, update

from contracts.coordination.needs import NeedDismissal, NeedSource
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_forms.model.doubt import AGAIN_AFTER, HOUR, LATELY, mailbox_of
from services.coordination.need_forms.tables import need_confirmations
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.tables import needs

C = need_confirmations.c
MAIL_PURPOSE = "need-mail"
_LOCK = func.hashtextextended("coordination.need_forms", 0)


def mail_digest(uow: UnitOfWork, mail: str) -> str:
    """What a mailbox is known again by."""
    return uow.links.digest(MAIL_PURPOSE, mailbox_of(mail))


class SentForms:
    """The needs that came by the form, in the scope of the DSDEN."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def one_at_a_time(self) -> None:
        """Have the next form wait until this one is counted."""
        await self._uow.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    async def is_there(self, need_id: UUID) -> bool:
        """Whether a ticket was used."""
        there = select(needs.c.need_id).where(needs.c.need_id == need_id)
        return (await self._uow.execute(there)).first() is not None

    async def lately(self, now: datetime) -> int:
        """How many came in the last ten minutes."""
        return await self._count(now - LATELY)

    async def received_at_once(self, now: datetime) -> int:
        """How many were received at once in the last hour."""
        return await self._count(now - HOUR, needs.c.received_at == needs.c.sent_at)

    async def of_mailbox(self, mail: str, now: datetime) -> int:
        """How many a mailbox sent in a day."""
        address = func.lower(needs.c.requester_mail)
        name = func.split_part(func.split_part(address, "@", 1), "+", 1)
        same = func.concat(name, "@", func.split_part(address, "@", 2)) == mailbox_of(mail)
        return await self._count(now - timedelta(days=1), same)

    async def _count(self, since: datetime, *those: ColumnElement[bool]) -> int:
        statement = select(func.count()).where(
            needs.c.source == NeedSource.FORM.value, needs.c.sent_at > since, *those
        )
        return int((await self._uow.execute(statement)).scalar_one())


class Confirmations:
    """Who is to be asked whether they sent a need, and who was."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, need_id: UUID, digest: str, doubt: int, *, now: datetime) -> None:
        """Have it asked when there is a place."""
        await self._uow.execute(
            insert(need_confirmations).values(
                need_id=need_id,
                uai=self._uow.department_uai,
                mail_digest=digest,
                doubt=doubt,
                asked_at=now,
            )
        )

    async def next(self, *, below: int | None, now: datetime) -> UUID | None:
        """The next to be asked, with less doubt than `below`: nobody who was asked in a day, or said it was not them."""
        again = need_confirmations.alias("again")
        disowned = (
            select(again.c.need_id)
            .join(needs, needs.c.need_id == again.c.need_id)
            .where(
                again.c.mail_digest == C.mail_digest,
                (again.c.sent_at > now - AGAIN_AFTER)
                | (
                    (needs.c.status == NeedStatus.DISMISSED.value)
                    & (needs.c.dismissal == NeedDismissal.SPAM.value)
                ),
            )
        )
        statement = (
            select(C.need_id)
            .join(needs, needs.c.need_id == C.need_id)
            .where(
                C.sent_at.is_(None),
                needs.c.status == NeedStatus.UNVERIFIED.value,
                ~disowned.exists(),
            )
            .order_by(C.doubt, C.asked_at, C.need_id)
            .limit(1)
        )
        if below is not None:
            statement = statement.where(C.doubt < below)
        found: UUID | None = (await self._uow.execute(statement)).scalar_one_or_none()
        return found

    async def is_waiting(self) -> bool:
        """Whether somebody is still to be asked, now or another day."""
        statement = (
            select(C.need_id)
            .join(needs, needs.c.need_id == C.need_id)
            .where(C.sent_at.is_(None), needs.c.status == NeedStatus.UNVERIFIED.value)
        )
        return (await self._uow.execute(statement.limit(1))).first() is not None

    async def sent_lately(self, now: datetime, *, from_doubt: int = 0) -> Sequence[datetime]:
        """When those of the last hour were asked, the first first."""
        statement = (
            select(C.sent_at)
            .where(C.sent_at > now - HOUR, C.doubt >= from_doubt)
            .order_by(C.sent_at)
        )
        return list((await self._uow.execute(statement)).scalars())

    async def note_sent(self, need_id: UUID, *, now: datetime) -> None:
        """Note that the mail was asked for."""
        await self._uow.execute(
            update(need_confirmations).where(C.need_id == need_id).values(sent_at=now)
        )
