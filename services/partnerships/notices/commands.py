"""Reminders of what waits for a bureau: planned at night, asked in the morning if it still waits."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.reminders import (
    RegistryReminderAskedV1,
    RegistryReminderId,
    RegistryReminderKind,
    RemindedId,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of
from services.partnerships.notices.model import Reminder, about_of
from services.partnerships.notices.queries import (
    read_actions,
    read_declarations,
    read_reminders,
)

JOB = "remind-registry"


async def plan_reminders(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have what waits said this morning, each thing once.

    Looked at every night rather than when it is noted: so it is right whatever was corrected, taken
    back or merged since, and for what was noted before there were reminders.
    """
    today = local_date(now)
    for one in await read_reminders(uow, uai, today):
        await uow.schedule(JOB, key=one.key, due_at=morning_of(today), uai=uai)


async def remind_bureau(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Ask for a reminder (rappel du registre), unless it waits no more or waits for another day."""
    kind, about = about_of(key)
    due = await _due(uow, kind, about, local_date(now))
    if due and due.key == key:
        asked = RegistryReminderAskedV1(
            reminder_id=RegistryReminderId(uow.new_id()),
            kind=kind,
            about=RemindedId(about),
            days=due.days,
            occurred_on=local_date(now),
        )
        uow.publish(asked)


async def _due(
    uow: UnitOfWork, kind: RegistryReminderKind, about: UUID, today: date
) -> Reminder | None:
    if kind is RegistryReminderKind.ACTION_UNREPORTED:
        action = (await read_actions(uow, [about])).get(about)
        return action.unreported.reminder(today) if action else None
    declared = (await read_declarations(uow, [about])).get(about)
    return declared.expiry.reminder(today) if declared else None
