"""The nightly job that tells the seats of each site."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.seats.commands import JOB, tally_site_hosting


@timed.job(JOB)
async def publish_seats(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """Publish seats once a night after a change; the key is the date."""
    await tally_site_hosting(uow, uai=uow.writing_for(), now=now)
