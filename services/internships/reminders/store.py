"""Reminders that were told of the periods of a lycée."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select

from contracts.identifiers import Uai
from contracts.internships.reminders import ReminderKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.reminders.model.thresholds import DueReminder, Told
from services.internships.reminders.tables import told_reminders

T = told_reminders.c


class ToldReminders:
    """The reminders told by the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai, period_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Told]]:
        """What was told of these periods, whatever day it counted to, by period."""
        statement = select(told_reminders).where(T.uai == uai, T.period_id.in_(period_ids))
        found: dict[UUID, list[Told]] = defaultdict(list)
        for row in await self._uow.execute(statement):
            told = Told(ReminderKind(row.kind), row.threshold, row.counted_to, row.told_on)
            found[row.period_id].append(told)
        return found

    async def add(self, uai: Uai, period_id: UUID, due: DueReminder, today: date) -> UUID:
        """Note that one is told today; its id."""
        reminder_id = self._uow.new_id()
        await self._uow.execute(
            insert(told_reminders).values(
                uai=uai,
                reminder_id=reminder_id,
                period_id=period_id,
                kind=due.kind.value,
                threshold=due.threshold,
                counted_to=due.counted_to,
                told_on=today,
            )
        )
        return reminder_id
