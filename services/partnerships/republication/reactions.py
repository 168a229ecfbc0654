"""What is told again once a backup of this database was put back alone."""

from datetime import datetime

from services.chassis.outbox.last_events import REPUBLISH, TakenBack
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.republication.commands import republish_states


@timed.job(REPUBLISH)
async def republish_differences(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Republish what differs once a backup of this database was put back alone, or when an operator asks."""
    taken_back = TakenBack.of_key(key)
    await republish_states(uow, uai=uow.writing_for(), taken_back=taken_back, now=now)
