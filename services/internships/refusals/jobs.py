"""The nightly job that tells refusals."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands import JOB as REFUSALS
from services.internships.base.registry import timed
from services.internships.refusals.commands import tally_refusals


@timed.job(REFUSALS)
async def publish_refusals(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """Publish refusals once a night after one; the key is the date."""
    await tally_refusals(uow, uai=uow.writing_for(), now=now)
