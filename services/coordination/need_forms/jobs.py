"""The job that asks those who wait whether they sent a need."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.need_forms.commands import JOB, ask_to_confirm
from services.coordination.need_forms.store import SentForms


@timed.job(JOB)
async def confirm_needs(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 one for each place
    """As many as there are places for."""
    await SentForms(uow).one_at_a_time()
    await ask_to_confirm(uow, now=now)
