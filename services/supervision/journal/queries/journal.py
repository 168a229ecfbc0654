"""The network's journal, newest first, what was done together on one line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.companies.queries import company_labels
from services.supervision.coverage.queries.coverage import formation_labels
from services.supervision.coverage.tables import lycees, periods
from services.supervision.journal.model import HOSTING, LEFT_OUT, Said, for_outsiders, sentence
from services.supervision.journal.queries.kept_lines import kept_in_the_lycee
from services.supervision.journal.tables import network_journal
from services.supervision.publication.model import EVENTS, IN_THE_JOURNAL

LINES = 25
ROWS_READ_FIRST = 60
"""Most lines are a row or two; an import of hundreds is read to its end by `ROWS_READ_AT_ONCE`."""
ROWS_READ_AT_ONCE = 500
ONBOARDED = "company_onboarded"
OFFER_FILE_MOVED, DRAFT = "offer_file_moved", "draft"
PARIS = "Europe/Paris"
ZONE = ZoneInfo(PARIS)

_ORDER = (
    network_journal.c.recorded_at,
    network_journal.c.correlation_id,
    network_journal.c.event,
    network_journal.c.event_id,
)


@dataclass(frozen=True)
class JournalLine:
    """One line: at what time which lycée did what."""

    recorded_at: datetime
    uai: str
    lycee: str
    sentence: str
    last_id: UUID
    lasting_id: UUID
    """The same however the line grows, for who reads it somewhere else."""
    first_at: datetime | None
    """When its first fact was recorded; None when earlier ones are not read."""
    company_id: UUID | None = None
    """The company it names, when it is about one alone."""


@dataclass(frozen=True)
class JournalPage:
    """Some lines; `older` is where the next page starts, None at the end."""

    lines: tuple[JournalLine, ...]
    older: UUID | None

    @property
    def days(self) -> list[tuple[date, list[JournalLine]]]:
        """The lines by the day they were recorded on (Paris), the newest first."""
        by_day = groupby(self.lines, key=lambda line: line.recorded_at.astimezone(ZONE).date())
        return [(day, list(lines)) for day, lines in by_day]


@dataclass(frozen=True)
class _Names:
    """What the ids of some rows are called."""

    lycees: dict[str, str]
    companies: dict[UUID, str]
    periods: dict[tuple[str, UUID], tuple[date, date]]
    formations: Mapping[tuple[str, str], str]


Group = Sequence[Row[Any]]


@dataclass(frozen=True)
class JournalCut:
    """Which lines are looked at; None: all. `others`: those of no family, such as the calendar.

    `company_cards`: of one company, where each first meeting is a line. `outside`: what may be read outside the DSDEN, see `model.py`;
    `own`: lycées whose lines are whole all the same, for who works there.
    """

    uais: Collection[str] | None = None
    company_cards: Collection[UUID] | None = None
    family: FactFamily | None = None
    others: bool = False
    outside: bool = False
    own: Collection[str] = ()

    def discreet(self, uai: str) -> bool:
        """Whether what would tell of a few pupils is left out of the lines of a lycée."""
        return self.outside and uai not in self.own


EVERYTHING = JournalCut()
_OF_A_FAMILY = sorted(event for family in IN_THE_JOURNAL for event in EVENTS[family])


async def journal_page(
    uow: UnitOfWork,
    *,
    before: UUID | None = None,
    cut: JournalCut = EVERYTHING,
    length: int = LINES,
) -> JournalPage:
    """Up to `length` lines of a cut, older than the line that ends with this event."""
    groups: list[Group] = []
    asked = ROWS_READ_FIRST
    rows = await _rows(uow, before, cut, asked)
    while rows:
        groups = _grouped(groups, rows)
        # The last group may go on: it is whole once another follows it.
        if len(groups) > length or len(rows) < asked:
            break
        asked = ROWS_READ_AT_ONCE
        rows = await _rows(uow, rows[-1].event_id, cut, asked)
    shown = groups[:length]
    names = await names_of(uow, [row for group in shown for row in group])
    older = shown[-1][-1].event_id if len(groups) > length else None
    return JournalPage(tuple(line_of(group, names, cut) for group in shown), older)


async def _rows(uow: UnitOfWork, before: UUID | None, cut: JournalCut, many: int) -> Group:
    statement = told(cut).order_by(*(column.desc() for column in _ORDER))
    if cut.uais is not None:
        statement = statement.where(network_journal.c.uai.in_(sorted(cut.uais)))
    if cut.family is not None:
        statement = statement.where(network_journal.c.event.in_(sorted(EVENTS[cut.family])))
    if cut.others:
        statement = statement.where(network_journal.c.event.not_in(_OF_A_FAMILY))
    if cut.outside:
        own = network_journal.c.uai.in_(sorted(cut.own))
        statement = statement.where(or_(own, told_outside()))
    if before is not None:
        last = select(*_ORDER).where(network_journal.c.event_id == before).subquery("last")
        statement = statement.join(last, tuple_(*_ORDER) < tuple_(*last.c))
    return (await uow.execute(statement.limit(many))).all()


def told_outside() -> ColumnElement[bool]:
    """Whether a line may be read outside the DSDEN: no place of a pupil, no offer file that is a draft again."""
    by, after = (network_journal.c.details[one].astext for one in ("reason", "after"))
    return and_(
        network_journal.c.event.not_in(sorted(EVENTS[LEFT_OUT])),
        or_(network_journal.c.event != ONBOARDED, by.is_distinct_from(HOSTING)),
        or_(network_journal.c.event != OFFER_FILE_MOVED, after.is_distinct_from(DRAFT)),
    )


def told(cut: JournalCut) -> Select[Any]:
    mine = network_journal.c
    if cut.company_cards is not None:
        one = mine.company_id.in_(sorted(cut.company_cards))
        return select(network_journal, literal(1).label("times")).where(one, ~kept_in_the_lycee())
    alone = or_(mine.event != ONBOARDED, ~_later().exists())
    return select(network_journal, _times().label("times")).where(alone, ~kept_in_the_lycee())


def of_that_day(one: Any) -> Any:
    """First meetings of one lycée on one day (Paris), of one reason: one line tells them all.

    A head who keeps exchanges keeps the meetings by an exchange, and not those by a place.
    """
    mine = network_journal.c
    day = func.date_trunc("day", func.timezone(PARIS, mine.recorded_at))
    start = func.timezone(PARIS, day)
    end = func.timezone(PARIS, day + literal_column("interval '1 day'"))
    return and_(
        one.c.event == ONBOARDED,
        one.c.uai == mine.uai,
        one.c.details["reason"].astext.is_not_distinct_from(mine.details["reason"].astext),
        one.c.recorded_at >= start,
        one.c.recorded_at < end,
    )


def _later() -> Any:
    one = network_journal.alias("later")
    here = tuple_(network_journal.c.recorded_at, network_journal.c.event_id)
    newer = tuple_(one.c.recorded_at, one.c.event_id) > here
    # Twice the lower bound: the index finds it without the row comparison.
    return select(one.c.event_id).where(
        one.c.recorded_at >= network_journal.c.recorded_at, newer, of_that_day(one)
    )


def _times() -> Any:
    one = network_journal.alias("alike")
    counted = select(func.count()).select_from(one).where(of_that_day(one)).scalar_subquery()
    return case((network_journal.c.event == ONBOARDED, counted), else_=0)


def _grouped(groups: list[Group], rows: Group) -> list[Group]:
    """Adds rows to groups; a group may go on across two readings."""
    everything = [row for group in groups for row in group] + list(rows)
    same = groupby(everything, key=lambda row: (row.correlation_id, row.event, row.uai, row.mef))
    return [list(group) for _, group in same]


def line_of(group: Group, names: _Names, cut: JournalCut) -> JournalLine:
    row = group[0]
    said = Said(
        event=row.event,
        details=row.details,
        times=max(row.times, len(group)),
        company=names.companies.get(row.company_id, "une entreprise"),
        formation=names.formations.get((row.uai, row.mef), f"formation {row.mef}"),
        period=names.periods.get((row.uai, row.period_id)),
    )
    told = sentence(for_outsiders(said) if cut.discreet(row.uai) else said)
    lycee = names.lycees.get(row.uai, row.uai)
    first = group[-1]
    lasting_id, first_at = first.event_id, first.recorded_at
    if row.event == ONBOARDED:
        # Of a day's, the last alone is read.
        lasting_id, first_at = _of_the_day(row), None
    alone = row.company_id if said.times == 1 and row.company_id in names.companies else None
    return JournalLine(
        row.recorded_at, row.uai, lycee, told, first.event_id, lasting_id, first_at, alone
    )


def _of_the_day(row: Row[Any]) -> UUID:
    day = row.recorded_at.astimezone(ZONE).date()
    # Those by an exchange keep the name lines of both had: readers of feeds know it.
    by = " hosting" if row.details.get("reason") == HOSTING else ""
    return uuid5(NAMESPACE_OID, f"{row.uai} {ONBOARDED}{by} {day}")


async def names_of(uow: UnitOfWork, rows: Group) -> _Names:
    uais = {row.uai for row in rows}
    schools = await uow.execute(select(lycees.c.uai, lycees.c.name).where(lycees.c.uai.in_(uais)))
    dates = await uow.execute(
        select(periods).where(periods.c.period_id.in_({row.period_id for row in rows}))
    )
    return _Names(
        lycees={uow.department_uai: "La DSDEN"} | {row.uai: row.name for row in schools},
        companies=await company_labels(uow, {row.company_id for row in rows} - {None}),
        periods={(row.uai, row.period_id): (row.starts_on, row.ends_on) for row in dates},
        formations=await formation_labels(uow, uais),
    )
