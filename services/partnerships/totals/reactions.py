"""When the totals of the registry are told."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.commitments.commands import total_untold_pledges
from services.partnerships.publications.commands import JOB as STATEMENT
from services.partnerships.totals.commands import state_totals


@timed.job(STATEMENT)
async def publish_totals(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; the totals are those of the night it runs
    now: datetime,
) -> None:
    """Every night, with the pledges of a year nothing was told of yet."""
    await total_untold_pledges(uow, uai=uow.writing_for(), now=now)
    await state_totals(uow, uai=uow.writing_for(), now=now)
