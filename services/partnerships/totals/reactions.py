"""When the totals of the registry are told."""

from datetime import datetime

from services.chassis.unit_of_work.nightly_jobs import (
    note_stated,
    release_key,
    state_at_first_start,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.commitments.commands import total_untold_pledges
from services.partnerships.publications.commands import JOB as STATEMENT
from services.partnerships.totals.commands import state_totals


@timed.plan
async def publish_totals_of_a_release(uow: UnitOfWork, *, now: datetime) -> None:
    """At the first start of a release that tells something else."""
    key = release_key("partnerships")
    await state_at_first_start(uow, job=STATEMENT, key=key, now=now)


@timed.job(STATEMENT)
async def publish_totals(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date, or the release; the totals are those of when it runs
    now: datetime,
) -> None:
    """Every night, with the pledges of a year nothing was told of yet."""
    await total_untold_pledges(uow, uai=uow.writing_for(), now=now)
    await state_totals(uow, uai=uow.writing_for(), now=now)
    release = release_key("partnerships")
    await note_stated(uow, job=STATEMENT, key=release, uai=uow.writing_for(), now=now)
