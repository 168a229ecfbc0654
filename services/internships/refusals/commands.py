"""The refusals of a lycée, told once a night and only where their number changed."""

from datetime import date, datetime, timedelta

from contracts.identifiers import SchoolYear, TallyId, Uai
from contracts.internships.placements import EndReason
from contracts.internships.search import RefusalTalliedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.publications.store import Publications
from services.internships.refusals.store import Counts, RefusalTallies, RefusalTally

_NONE = dict.fromkeys(EndReason, 0)


async def tally_refusals(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell how many there are (refus de l'année), of this school year and the last one.

    Of this year none is told as such: what nobody ever told is no zero. Counted again from what stands: a missed night is made up by the next run. While the head keeps
    exchanges in the lycée nothing is told; once they are open again, the figure is, as it is then.
    """
    today = local_date(now)
    since = SchoolYear.of(today - timedelta(days=366))
    tallies = RefusalTallies(uow)
    told = await tallies.told(uai, since)
    counted = await tallies.count(uai, since)
    open_ = await Publications(uow).tells(uai, FactFamily.EXCHANGES, today)
    changed = []
    for year in sorted({*told, *counted, SchoolYear.of(today)}):
        counts, last = counted.get(year, _NONE), told.get(year)
        if last is None or last.counts != counts or (open_ and last.withheld):
            changed.append(_next(uow, year, counts, last, withheld=not open_))
    await tallies.keep(uai, changed)
    for one in changed if open_ else ():
        uow.publish(_tallied(one, today), version=one.version, uai=uai)


def _next(
    uow: UnitOfWork, year: SchoolYear, counts: Counts, last: RefusalTally | None, *, withheld: bool
) -> RefusalTally:
    if last is None:
        return RefusalTally(uow.new_id(), year, counts, version=1, withheld=withheld)
    return RefusalTally(last.id, year, counts, version=last.version + 1, withheld=withheld)


def _tallied(tally: RefusalTally, today: date) -> RefusalTalliedV1:
    return RefusalTalliedV1(
        tally_id=TallyId(tally.id),
        school_year=tally.school_year,
        company=tally.counts[EndReason.COMPANY],
        school=tally.counts[EndReason.SCHOOL],
        pupil=tally.counts[EndReason.PUPIL],
        other=tally.counts[EndReason.OTHER],
        occurred_on=today,
    )
