"""The seats of each site, told once a night and only where they changed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from contracts.identifiers import IsoWeek, SchoolYear, TallyId, Uai
from contracts.internships import SiteHostingTalliedV1
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import Cell, changed_cells, local_date, seats
from services.internships.storage.placements import Placements
from services.internships.storage.tallies import Tallies, Told


async def tally_site_hosting(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the seats that changed (places d'accueil du jour) since they were last told.

    Everything is counted again, so that a missed night is made up by the next run. Sorted by
    site and week: the order says nothing of who was placed where.
    """
    today = local_date(now)
    since = SchoolYear.of(today - timedelta(days=366))
    tallies = Tallies(uow)
    told = await tallies.of(uai, since)
    current = seats(await Placements(uow).confirmed_stays(uai, since))
    changed = [
        _next(uow, told, cell, count)
        for cell, count in changed_cells({c: t.seats for c, t in told.items()}, current)
    ]
    await tallies.keep(uai, changed)
    for line in changed:
        uow.publish(_tallied(line, today), version=line.version, uai=uai)


def _next(uow: UnitOfWork, told: Mapping[Cell, Told], cell: Cell, count: int) -> Told:
    last = told.get(cell)
    if last is None:
        return Told(uow.new_id(), cell, count, version=1)
    return Told(last.id, cell, count, version=last.version + 1)


def _tallied(line: Told, today: date) -> SiteHostingTalliedV1:
    return SiteHostingTalliedV1(
        tally_id=TallyId(line.id),
        site_key=line.cell.site_key,
        school_year=line.cell.school_year,
        week=IsoWeek(line.cell.week),
        seats=line.seats,
        occurred_on=today,
    )
