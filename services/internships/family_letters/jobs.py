"""The job of each working morning that looks at which families are to be written to."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.family_letters.commands import JOB, write_to_families_of


@timed.job(JOB)
async def write_each_morning(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given it
    now: datetime,
) -> None:
    """At six in the morning, or as soon after as the service runs."""
    await write_to_families_of(uow, uai=uow.writing_for(), now=now)
