"""What lycées stated of themselves, compared with what was folded of the facts told before each statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    column,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from contracts.identifiers import SchoolYear
from services.chassis.operations.measures import Finding, Gauge
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.coverage.tables import COUNTS, coverages, periods
from services.supervision.exactness.model import (
    COVERAGE,
    LATE_AFTER,
    REGISTRY,
    Book,
    Compared,
    Verified,
    gaps_of,
)
from services.supervision.exactness.queries.folded import (
    KINDS,
    called,
    coverage_before,
    registry_before,
    summed,
)
from services.supervision.exactness.tables import coverage_statements, registry_statements

LOOKED_BACK = 60
"""Nights: how far back it is said since when figures differ."""
NAMED_MAX = 3


async def verified(uow: UnitOfWork, book: Book, names: Mapping[str, str]) -> Verified | None:
    """The comparison of the lycées shown, names by UAI; None while none of them stated anything."""
    last = await _compared(uow, book, 1, names)
    if not last:
        return None
    differing = {of for of, several in last.items() if several[0].differences(book)}
    gaps = []
    if differing:
        before = await _compared(uow, book, LOOKED_BACK, {uai for uai, _ in differing})
        gaps = [*gaps_of(book, names, [before[of] for of in before if of in differing])]
    stated: dict[str, Any] = {}
    for (uai, _), several in last.items():
        stated[uai] = max(several[0].stated_at, stated.get(uai, several[0].stated_at))
    expected = await _with_periods(uow) if book is COVERAGE else stated.keys()
    old = [(uai, at) for uai, at in stated.items() if uow.now - at > LATE_AFTER]
    late = [(names[uai], at) for uai, at in old if uai in expected]
    return Verified(book, min(stated.values()), gaps, sorted(late))


async def _with_periods(uow: UnitOfWork) -> Collection[str]:
    """The lycées that have pupils to count this school year: in August most have none yet."""
    year = SchoolYear.of(uow.now.astimezone(PARIS).date())
    statement = select(periods.c.uai).where(periods.c.starts_on >= year.first_day).distinct()
    return {row.uai for row in await uow.execute(statement)}


async def read_differing_registries(uow: UnitOfWork) -> Sequence[Gauge]:
    """Lycées whose registry counts other than what was heard. Needs the department's scope."""
    label = "Lycées dont les chiffres ne concordent pas"
    what = "Le registre ne compte pas comme le département"
    found = await read_differing(uow, REGISTRY)
    return [_gauge("differing_registries", label, "registries-differ", what, found)]


async def read_differing_coverage(uow: UnitOfWork) -> Sequence[Gauge]:
    """Lycées whose pupils are counted other than what was heard. Needs the department's scope."""
    label = "Lycées dont la couverture ne concorde pas"
    what = "Le suivi des PFMP ne compte pas comme le département"
    found = await read_differing(uow, COVERAGE)
    return [_gauge("differing_coverage", label, "coverage-differs", what, found)]


async def read_differing(uow: UnitOfWork, book: Book) -> Verified | None:
    """Every lycée compared that does not keep these facts. Needs the department's scope."""
    heard = await heard_from(uow)
    told = {one.uai: one.name for one in heard if book.family not in one.publication.closed}
    return await verified(uow, book, told)


def _gauge(name: str, label: str, code: str, what: str, found: Verified | None) -> Gauge:
    gaps = found.gaps if found else []
    if not gaps:
        return Gauge(name, label, 0)
    told = [f"{one.lycee} ({', '.join(one.differences)})" for one in gaps[:NAMED_MAX]]
    others = len(gaps) - NAMED_MAX
    more = f" et {others} {'autres' if others > 1 else 'autre'}" if others > 0 else ""
    since = min(one.since for one in gaps)
    finding = Finding(
        code,
        f"{what}\u202f: {' ; '.join(told)}{more}.",
        "Un fait n’est pas arrivé, ou a été mal lu. Rejouez d’abord ce qui est mis de côté, puis "
        "lancez «\u00a0passerelle reconcile\u00a0», qui renvoie ce que le flux a perdu. Si l’écart "
        "demeure, «\u00a0passerelle rebuild supervision\u00a0» relit tout le flux. "
        "«\u00a0passerelle audit supervision\u00a0» dit aussitôt s’il en reste.",
        since,
    )
    return Gauge(name, label, len(gaps), since, finding)


Several = Mapping[tuple[str, Any], Sequence[Compared]]
"""The last statements of each thing, the newest first, by UAI and period (None: the lycée)."""


async def _compared(uow: UnitOfWork, book: Book, nights: int, uais: Collection[str]) -> Several:
    of_periods = book is COVERAGE
    statement = _coverage(nights, uais) if of_periods else _registry(nights, uais)
    found = defaultdict(list)
    for row in await uow.execute(statement):
        stated = {name: getattr(row, f"stated_{name}") for name in book.labels}
        folded = {name: getattr(row, name) for name in book.labels}
        of = called(row) if of_periods else ""
        compared = Compared(row.uai, row.stated_at, stated, folded, of)
        found[row.uai, row.period_id if of_periods else None].append(compared)
    return found


def _registry(nights: int, uais: Collection[str]) -> Select[Any]:
    shown, of = _wanted(uais), registry_statements.c
    last = _last(registry_statements, of.uai == shown.c.uai, nights=nights, outer=shown)
    told = registry_before(last.c.uai, last.c.sequence, last)
    stated = (last.c[name].label(f"stated_{name}") for name in KINDS)
    return (
        select(last.c.uai, last.c.stated_at, *stated, *told.c)
        .select_from(shown.join(last, true()).join(told, true()))
        .order_by(last.c.uai, last.c.sequence.desc(), last.c.event_id)
    )


def _coverage(nights: int, uais: Collection[str]) -> Select[Any]:
    of, stated = coverage_statements.c, _stated_periods(uais)
    same = and_(of.uai == stated.c.uai, of.period_id == stated.c.period_id)
    last = _last(coverage_statements, same, nights=nights, outer=stated)
    key = last.c
    told = coverage_before(key.sequence, last)
    counts = and_(coverages.c.uai == key.uai, coverages.c.period_id == key.period_id)
    dated = and_(periods.c.uai == key.uai, periods.c.period_id == key.period_id)
    figures = [key[name].label(f"stated_{name}") for name in COUNTS]
    which = (key.uai, key.period_id, key.stated_at, periods.c.starts_on, periods.c.ends_on)
    order = (key.sequence, key.event_id)
    source = stated.join(last, true()).outerjoin(periods, dated).outerjoin(coverages, counts)
    return (
        select(*which, *figures, *summed(told, key.sequence))
        .select_from(source.outerjoin(told, true()))
        .group_by(*which, *order, *(key[name] for name in COUNTS))
        .order_by(key.uai, periods.c.starts_on, key.period_id, order[0].desc(), order[1])
    )


def _last(
    statements: Table, same: ColumnElement[bool], *, nights: int, outer: FromClause
) -> LateralFromClause:
    """The last statements of one thing, the newest first, off the end of their index."""
    of = statements.c
    newest = select(statements).where(same).order_by(of.sequence.desc(), of.event_id)
    return newest.limit(nights).correlate(outer).lateral("last")


def _wanted(uais: Collection[str]) -> FromClause:
    wanted = func.unnest(literal(sorted(uais), ARRAY(Text)))
    return wanted.table_valued(column("uai", Text)).render_derived(name="wanted")


def _stated_periods(uais: Collection[str]) -> CTE:
    """Each period that was ever stated, from one to the next: nights are many, periods are few."""
    wanted, first, after = _wanted(uais), coverage_statements.alias(), coverage_statements.alias()
    begin = _period(first, first.c.uai == wanted.c.uai, wanted)
    stated = select(*begin.c).select_from(wanted.join(begin, true())).cte("stated", recursive=True)
    later = and_(after.c.uai == stated.c.uai, after.c.period_id > stated.c.period_id)
    goes_on = _period(after, later, stated)
    return stated.union_all(select(*goes_on.c).select_from(stated.join(goes_on, true())))


def _period(of: FromClause, which: ColumnElement[bool], outer: FromClause) -> LateralFromClause:
    found = select(of.c.uai, of.c.period_id).where(which).order_by(of.c.period_id).limit(1)
    return found.correlate(outer).lateral()
