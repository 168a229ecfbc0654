"""Reminders of what waits for a bureau: planned at night, asked in the morning if it still waits."""

from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import ContactId, Uai
from contracts.partnerships.reminders import (
    ContactUnreachedV1,
    RegistryReminderAskedV1,
    RegistryReminderId,
    RegistryReminderKind,
    RemindedId,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of
from services.partnerships.notices.model import (
    Reminder,
    dormant_reminder,
    mail_not_delivered,
    parts_of,
)
from services.partnerships.notices.queries.dormant import count_dormant
from services.partnerships.notices.queries.things import (
    read_actions,
    read_declarations,
    read_mailings,
    read_reminders,
)

JOB = "remind-registry"
GATHERED_FOR = timedelta(minutes=15)
"""How long letters that fail are waited for: one mail is one reminder, and some leave after all."""


async def plan_reminders(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have what waits said this morning, each thing once.

    Looked at every night rather than when it is noted: so it is right whatever was corrected, taken
    back or merged since, and for what was noted before there were reminders.
    """
    today = local_date(now)
    for one in await read_reminders(uow, uai, today):
        await uow.schedule(JOB, key=one.key, due_at=morning_of(today), uai=uai)


async def plan_reminder_of_mail(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Have it said that a mail to many did not reach somebody, once those that fail with it have."""
    failed = mail_not_delivered(mailing_id, str(local_date(now)))
    await uow.schedule(JOB, key=failed.key, due_at=now + GATHERED_FOR)


async def remind_of_lost_address(
    uow: UnitOfWork, *, contact_id: UUID, contact_version: int, now: datetime
) -> None:
    """Ask for a reminder of an address a mail came back from (adresse en échec)."""
    lost = ContactUnreachedV1(contact_id=ContactId(contact_id), occurred_on=local_date(now))
    uow.publish(lost, version=contact_version)


async def remind_bureau(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Ask for a reminder (rappel du registre), unless it waits no more or waits for another day."""
    due = await _due(uow, key, local_date(now))
    if due and due.key == key:
        asked = RegistryReminderAskedV1(
            reminder_id=RegistryReminderId(uow.new_id()),
            kind=due.kind,
            about=RemindedId(due.about),
            days=due.days,
            occurred_on=local_date(now),
        )
        uow.publish(asked)


async def _due(uow: UnitOfWork, key: str, today: date) -> Reminder | None:
    kind, about, mark = parts_of(key)
    if kind is RegistryReminderKind.MAILING_UNDELIVERED:
        mailing = (await read_mailings(uow, [about])).get(about)
        return mail_not_delivered(about, mark) if mailing and mailing.undelivered else None
    if kind is RegistryReminderKind.ACTION_UNREPORTED:
        action = (await read_actions(uow, [about])).get(about)
        return action.unreported.reminder(today) if action else None
    if kind is RegistryReminderKind.COMPANIES_DORMANT:
        due = dormant_reminder(uow.writing_for(), today)
        return due if due and await count_dormant(uow) else None
    declared = (await read_declarations(uow, [about])).get(about)
    return declared.expiry.reminder(today) if declared else None
