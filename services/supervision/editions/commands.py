"""Making an edition out of what is known now, and planning the next one."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import NAMESPACE_OID, UUID, uuid5

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.model.coverage import LyceeCoverage, formation_figures, is_silent
from services.supervision.coverage.queries.coverage import coverage, heard_from, school_years
from services.supervision.editions.model.edition import (
    PARIS,
    Edition,
    EditionContent,
    EditionLine,
    IndicatorRow,
    LyceeOfEdition,
    YearOfEdition,
    formation_rows,
    next_edition,
)
from services.supervision.editions.model.outside_indicators import TOLD_OUTSIDE
from services.supervision.editions.store import Editions
from services.supervision.indicators.model import indicators_of
from services.supervision.indicators.model.indicator import line
from services.supervision.indicators.model.recorded_line import kept
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.journal.model import LEFT_OUT
from services.supervision.journal.queries.journal import JournalCut, JournalLine, journal_page
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL

JOB = "edition"
LINES_MAX = 10_000
"""Of the activity, the newest: older ones were in the editions before."""
LINES_AT_ONCE = 500
NOTHING = YearOfEdition()
FAMILIES = [one for one in HIDDEN_IN_THE_JOURNAL if one not in (LEFT_OUT, FactFamily.HOSTING)]


async def plan_edition(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the next edition made when it is due; asking again changes nothing."""
    due_at = next_edition(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at)


async def make_edition(uow: UnitOfWork, *, now: datetime) -> None:
    """Keep what readers outside the DSDEN are told until the next one."""
    editions = Editions(uow)
    before = await editions.newest()
    content = EditionContent(
        await _years(uow, before.content if before else EditionContent(), now),
        await _lycees(uow, now),
    )
    await editions.add(Edition(uow.new_id(), now, content), await _lines(uow))


async def _years(
    uow: UnitOfWork, before: EditionContent, now: datetime
) -> dict[str, YearOfEdition]:
    current = SchoolYear.of(now.astimezone(PARIS).date())
    years = {*await school_years(uow), current, *map(SchoolYear, before.years)}
    return {
        str(year): await _year(uow, before.years.get(year, NOTHING), year, current)
        for year in sorted(years)
    }


async def _year(
    uow: UnitOfWork, before: YearOfEdition, year: SchoolYear, current: SchoolYear
) -> YearOfEdition:
    lycees = await coverage(uow, year=year)
    facts = await lycee_facts(uow, year)
    return YearOfEdition(
        formations=formation_rows(formation_figures(lycees), before.formations),
        indicators=[
            IndicatorRow(
                one.code, kept(measured.total) if one in TOLD_OUTSIDE else None, measured.without
            )
            for one in indicators_of(year, current)
            for measured in (line(one, facts),)
        ],
        lycees=len(lycees),
        without=sum(bool(lycee.withheld) for lycee in lycees),
    )


async def _lycees(uow: UnitOfWork, now: datetime) -> Sequence[LyceeOfEdition]:
    midnight = datetime.combine(now.astimezone(PARIS).date(), time(), PARIS)
    return [_lycee(one, midnight) for one in await heard_from(uow)]


def _lycee(one: LyceeCoverage, midnight: datetime) -> LyceeOfEdition:
    return LyceeOfEdition(
        one.uai,
        one.name,
        [family.label for family in one.publication.closed if family in FAMILIES],
        one.heard_at and one.heard_at.astimezone(PARIS).date(),
        is_silent(one.heard_at, midnight),
    )


async def _lines(uow: UnitOfWork) -> Sequence[EditionLine]:
    found: list[EditionLine] = []
    before: UUID | None = None
    cut = JournalCut(outside=True)
    while len(found) < LINES_MAX:
        page = await journal_page(uow, before=before, cut=cut, length=LINES_AT_ONCE)
        found += [_line(one) for one in page.lines]
        if page.older is None:
            break
        before = page.older
    return found


def _line(one: JournalLine) -> EditionLine:
    """The line without its hour, which its id would tell to the millisecond."""
    told_on = one.recorded_at.astimezone(PARIS).date()
    first_on = one.first_at and one.first_at.astimezone(PARIS).date()
    line_id = uuid5(NAMESPACE_OID, f"outside {one.lasting_id}")
    return EditionLine(line_id, one.uai, one.lycee, one.sentence, told_on, first_on)
