"""What letters are about: several places at once, and who reads them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.tables import mail_subjects

S = mail_subjects.c


class MailSubjects:
    """What letters of the lycées in scope are about."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, letter_id: UUID, about: Collection[UUID], *, now: datetime) -> None:
        """Note what a letter is about."""
        uai = self._uow.writing_for()
        rows = [
            {"uai": uai, "aggregate_id": letter_id, "about_id": one, "noted_at": now}
            for one in about
        ]
        await self._uow.execute(insert(mail_subjects).on_conflict_do_nothing(), rows)

    async def letters_about(self, about: Collection[UUID]) -> Mapping[UUID, UUID]:
        """The letters about any of these, each with one that it is about."""
        statement = select(S.aggregate_id, S.about_id).where(S.about_id.in_(list(about)))
        found = await self._uow.execute(statement)
        return {row.aggregate_id: row.about_id for row in found}
