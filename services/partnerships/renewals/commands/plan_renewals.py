"""The morning an agreement is to be spoken of, its bureau is reminded of it."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of
from services.partnerships.renewals.commands.plan_reminder import JOB
from services.partnerships.renewals.store import any_to_recall


async def plan_renewals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the agreements that run out said by mail this morning, with what is due.

    Looked at every night rather than when one is signed: so it is right whatever was corrected,
    taken back or merged since, and for those signed late or before there was a reminder. What could
    not be said on its morning is said on the next.
    """
    today = local_date(now)
    if await any_to_recall(uow, today):
        await uow.schedule(JOB, key=str(today), due_at=morning_of(today), uai=uai)
