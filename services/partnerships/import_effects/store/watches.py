"""Watches of imports that go on by themselves, and what who began them is told."""

from datetime import datetime, timedelta

from contracts.partnerships.reminders import (
    RegistryReminderAskedV1,
    RegistryReminderId,
    RegistryReminderKind,
    RemindedId,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.imports.store.imports import Import

PART, WATCH = "commit_import", "watch_import"
LOOKED_AT_AFTER = timedelta(hours=1)
"""By then a part that fails was tried four times."""


async def plan_watch(uow: UnitOfWork, about: Import, *, begun_at: datetime, now: datetime) -> None:
    """Have it looked at in an hour; the key says by which beginning."""
    due_at = now + LOOKED_AT_AFTER
    key = f"{about.id}/{begun_at.isoformat()}/{due_at.isoformat()}"
    await uow.schedule(WATCH, key=key, due_at=due_at, uai=about.uai)


def tell_who_began(
    uow: UnitOfWork, about: Import, kind: RegistryReminderKind, *, now: datetime
) -> None:
    """Publish what became of it; of a program’s import nobody is told."""
    if about.begun_by is None:
        return
    asked = RegistryReminderAskedV1(
        reminder_id=RegistryReminderId(uow.new_id()),
        kind=kind,
        about=RemindedId(about.id),
        days=0,
        occurred_on=local_date(now),
    )
    uow.publish(asked, uai=about.uai)
