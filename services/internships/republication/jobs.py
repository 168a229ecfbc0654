"""Jobs that tell figures again: every night, when a family is opened, and after a backup."""

from datetime import datetime

from contracts.publication import FactFamily
from services.chassis.outbox.last_events import REPUBLISH, TakenBack
from services.chassis.unit_of_work.nightly_jobs import (
    RELEASE,
    note_stated,
    release_key,
    state_at_first_start,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.coverage.commands import JOB as STATEMENT
from services.internships.coverage.commands import state_coverage
from services.internships.family_letters.commands import plan_family_letters
from services.internships.host_letters.commands import plan_host_letters
from services.internships.mobility.commands import total_mobility_aids
from services.internships.publications.commands import REPUBLISH_FAMILY
from services.internships.refusals.commands import tally_refusals
from services.internships.reminders.commands import plan_reminders
from services.internships.republication.commands import republish_family, republish_states


@timed.plan
async def state_what_a_release_counts(uow: UnitOfWork, *, now: datetime) -> None:
    """At the first start of a release that tells something else."""
    key = release_key("internships")
    await state_at_first_start(uow, job=STATEMENT, key=key, now=now)


@timed.job(STATEMENT)
async def state_what_was_counted(
    uow: UnitOfWork,
    *,
    key: str,
    now: datetime,
) -> None:
    """Every night, from the first published period on, with refusals and aids: none is told as such.

    The totals are those of the night it runs; the key is the date it was to, whose morning reminds and writes,
    or a release, which has no morning.
    """
    await tally_refusals(uow, uai=uow.writing_for(), now=now)
    await total_mobility_aids(uow, uai=uow.writing_for(), now=now)
    await state_coverage(uow, uai=uow.writing_for(), now=now)
    release = release_key("internships")
    await note_stated(uow, job=STATEMENT, key=release, uai=uow.writing_for(), now=now)
    if key.startswith(RELEASE):
        return
    await plan_reminders(uow, uai=uow.writing_for(), night=key, now=now)
    await plan_host_letters(uow, uai=uow.writing_for(), night=key, now=now)
    await plan_family_letters(uow, uai=uow.writing_for(), night=key, now=now)


@timed.job(REPUBLISH_FAMILY)
async def republish_opened(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """On the day a family is opened; the key is `<family>:<version of the decision>`."""
    family = FactFamily(key.partition(":")[0])
    await republish_family(uow, uai=uow.writing_for(), family=family, now=now)


@timed.job(REPUBLISH)
async def republish_differences(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Republish what differs once a backup of this database was put back alone, or when an operator asks."""
    taken_back = TakenBack.of_key(key)
    await republish_states(uow, uai=uow.writing_for(), taken_back=taken_back, now=now)
