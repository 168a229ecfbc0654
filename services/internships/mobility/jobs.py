"""The nightly job that tells the total of mobility aids."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.mobility.commands import JOB as TOTAL_AIDS
from services.internships.mobility.commands import total_mobility_aids


@timed.job(TOTAL_AIDS)
async def publish_aids(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """The night after an aid went on; the key is the date."""
    await total_mobility_aids(uow, uai=uow.writing_for(), now=now)
