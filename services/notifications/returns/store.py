"""Mails that did not arrive, among those that are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, null, select, update

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mail_server.model.attempt import REFUSED
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.reasons import RETURNED
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails
from services.notifications.returns.model.delivery_report import Failure

M = mails.c


@dataclass(frozen=True)
class Noting:
    """Whether there is nothing more to be done (`known`), and whether this did it (`noted`)."""

    known: bool
    noted: bool = False


@dataclass(frozen=True)
class LostMail:
    """A mail that did not reach a contact or an address of a family, and what the mail server said."""

    uai: Uai
    template: Template
    contact_id: UUID
    contact_version: int
    status: str | None
    code: int | None


@dataclass(frozen=True)
class LostNeedLetter:
    """A letter about a need that did not arrive, and what the mail server said."""

    uai: Uai
    letter_id: UUID
    status: str | None
    code: int | None


class Returns:
    """What came back of the mails of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lycee_of(self, mail_id: UUID) -> Uai | None:
        """The lycée a mail is of; None where there is none, or where what it was is forgotten."""
        found = await self._uow.execute(select(M.uai).where(M.mail_id == mail_id))
        uai = found.scalar_one_or_none()
        return Uai(uai) if uai else None

    async def note(self, mail_id: MailId, failure: Failure, *, now: datetime) -> Noting:
        """Note that a mail that left has failed after all."""
        came_back = await self._uow.execute(
            update(mails)
            .where(M.mail_id == mail_id, M.state == State.SENT)
            .values(
                state=State.FAILED,
                finished_at=now,
                last_reason=RETURNED,
                last_verb=null(),
                last_code=failure.code,
                last_status=failure.status,
            )
        )
        if came_back.rowcount:
            return Noting(known=True, noted=True)
        state = await self._uow.execute(select(M.state).where(M.mail_id == mail_id))
        return Noting(known=state.scalar_one_or_none() != State.ATTEMPTING)

    async def about_needs(self, mail_ids: Collection[UUID]) -> Sequence[LostNeedLetter]:
        """Those of these mails that failed at the mail server of who told a need, or of who has it."""
        if not mail_ids:
            return []
        those = any_(bindparam("ids", list(mail_ids), ARRAY(Uuid)))
        statement = select(M.uai, M.aggregate_id, M.last_status, M.last_code).where(
            M.mail_id == those,
            M.state == State.FAILED,
            M.last_reason.in_((REFUSED, RETURNED)),
            M.template.in_([one.value for one in Template if one.of_a_need]),
        )
        return [
            LostNeedLetter(Uai(row.uai), row.aggregate_id, row.last_status, row.last_code)
            for row in await self._uow.execute(statement)
        ]

    async def to_contacts(self, mail_ids: Collection[UUID]) -> Sequence[LostMail]:
        """Those of these mails that failed at the mail server of a contact of a company, or of a family."""
        if not mail_ids:
            return []
        those = any_(bindparam("ids", list(mail_ids), ARRAY(Uuid)))
        statement = select(
            M.uai, M.template, M.contact_id, M.contact_version, M.last_status, M.last_code
        ).where(
            M.mail_id == those,
            M.state == State.FAILED,
            M.last_reason.in_((REFUSED, RETURNED)),
            M.contact_id.is_not(None),
        )
        return [
            LostMail(
                uai=Uai(row.uai),
                template=Template(row.template),
                contact_id=row.contact_id,
                contact_version=row.contact_version,
                status=row.last_status,
                code=row.last_code,
            )
            for row in await self._uow.execute(statement)
        ]
