"""Seats taken at each site: the tally planned, then published once a night."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contracts.identifiers import IsoWeek, SchoolYear, TallyId, Uai
from contracts.internships.periods import SiteHostingCountedV1, SiteHostingTalliedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.publications.store import Publications
from services.internships.seats.model import Cell, changed_cells, seats
from services.internships.seats.store import PublishedTally, Tallies

JOB = "tally_site_hosting"


async def plan_tally(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have the seats told at the next two o'clock at night, once however many changes there are."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


Hosting = SiteHostingTalliedV1 | SiteHostingCountedV1
UNTOLD = -1
"""No count is this: the cell differs from whatever it holds now."""


async def tally_site_hosting(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the seats that changed (places d'accueil du jour) since they were last told.

    When the head closed the family, the lycée's own services are told alone: they know their hosts
    by it. Everything is counted again, so that a missed night is made up by the next run. Sorted by
    site and week: the order says nothing of who was placed where.
    """
    today = local_date(now)
    since = SchoolYear.of(today - timedelta(days=366))
    tallies = Tallies(uow)
    told = await tallies.of(uai, since)
    current = seats(await tallies.stays(uai, since))
    open_ = await Publications(uow).tells(uai, FactFamily.HOSTING, today)
    # What was counted while the family was closed is told now, whatever it is.
    known = {c: UNTOLD if open_ and t.withheld else t.seats for c, t in told.items()}
    changed = [
        _next(uow, told, cell, count, withheld=not open_)
        for cell, count in changed_cells(known, current)
    ]
    await tallies.keep(uai, changed)
    event = SiteHostingTalliedV1 if open_ else SiteHostingCountedV1
    for line in changed:
        uow.publish(_tallied(event, line, today), version=line.version, uai=uai)


def _next(
    uow: UnitOfWork, told: Mapping[Cell, PublishedTally], cell: Cell, count: int, *, withheld: bool
) -> PublishedTally:
    last = told.get(cell)
    if last is None:
        return PublishedTally(uow.new_id(), cell, count, version=1, withheld=withheld)
    return PublishedTally(last.id, cell, count, version=last.version + 1, withheld=withheld)


def _tallied(event: type[Hosting], line: PublishedTally, today: date) -> Hosting:
    return event(
        tally_id=TallyId(line.id),
        site_key=line.cell.site_key,
        school_year=line.cell.school_year,
        week=IsoWeek(line.cell.week),
        seats=line.seats,
        occurred_on=today,
    )
