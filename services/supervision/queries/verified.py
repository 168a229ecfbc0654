"""What lycées stated of themselves, compared with what was folded of the facts told before each statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select, true

from services.chassis.operations.readings import Finding, Gauge
from services.chassis.work import UnitOfWork
from services.supervision.domain.verified import (
    COVERAGE,
    LATE_AFTER,
    REGISTRY,
    Book,
    Compared,
    Verified,
    gaps_of,
)
from services.supervision.queries.coverage import heard_from
from services.supervision.queries.folded import (
    KINDS,
    called,
    coverage_before,
    registry_before,
    summed,
)
from services.supervision.storage.tables import (
    COUNTS,
    coverage_statements,
    coverages,
    periods,
    registry_statements,
)

LOOKED_BACK = 60
"""Nights: how far back it is said since when figures differ."""
NAMED_MAX = 3


async def verified(uow: UnitOfWork, book: Book, names: Mapping[str, str]) -> Verified | None:
    """Of the lycées shown, names by UAI; None while none of them stated anything."""
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
    late = [(names[u], at) for u, at in stated.items() if uow.now - at > LATE_AFTER]
    return Verified(book, min(stated.values()), gaps, sorted(late))


async def read_differing_registries(uow: UnitOfWork) -> Sequence[Gauge]:
    """Lycées whose registry counts other than what was heard. Needs the department's scope."""
    label = "Lycées dont les chiffres ne concordent pas"
    what = "Le registre ne compte pas comme le département"
    found = await _differing(uow, REGISTRY)
    return [_gauge("differing_registries", label, "registries-differ", what, found)]


async def read_differing_coverage(uow: UnitOfWork) -> Sequence[Gauge]:
    """Lycées whose pupils are counted other than what was heard. Needs the department's scope."""
    label = "Lycées dont la couverture ne concorde pas"
    what = "Le suivi des PFMP ne compte pas comme le département"
    found = await _differing(uow, COVERAGE)
    return [_gauge("differing_coverage", label, "coverage-differs", what, found)]


async def _differing(uow: UnitOfWork, book: Book) -> Verified | None:
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
    of = registry_statements.c
    nth = func.row_number().over(partition_by=of.uai, order_by=(of.sequence.desc(), of.event_id))
    every = select(registry_statements, nth.label("nth")).where(of.uai.in_(list(uais)))
    numbered = every.subquery()
    told = registry_before(numbered.c.uai, numbered.c.sequence, numbered)
    stated = (numbered.c[name].label(f"stated_{name}") for name in KINDS)
    return (
        select(numbered.c.uai, numbered.c.stated_at, *stated, *told.c)
        .select_from(numbered.join(told, true()))
        .where(numbered.c.nth <= nights)
        .order_by(numbered.c.uai, numbered.c.nth)
    )


def _coverage(nights: int, uais: Collection[str]) -> Select[Any]:
    of = coverage_statements.c
    order = (of.sequence.desc(), of.event_id)
    nth = func.row_number().over(partition_by=(of.uai, of.period_id), order_by=order)
    every = select(coverage_statements, nth.label("nth")).where(of.uai.in_(list(uais)))
    numbered = every.subquery()
    key = numbered.c
    told = coverage_before(coverages, key.sequence, numbered)
    counts = and_(coverages.c.uai == key.uai, coverages.c.period_id == key.period_id)
    dated = and_(periods.c.uai == key.uai, periods.c.period_id == key.period_id)
    stated = [key[name].label(f"stated_{name}") for name in COUNTS]
    which = (key.uai, key.period_id, key.stated_at, key.nth, periods.c.starts_on, periods.c.ends_on)
    return (
        select(*which, *stated, *summed(told))
        .select_from(
            numbered.outerjoin(periods, dated).outerjoin(coverages, counts).outerjoin(told, true())
        )
        .where(key.nth <= nights)
        .group_by(*which, *(key[name] for name in COUNTS))
        .order_by(key.uai, periods.c.starts_on, key.period_id, key.nth)
    )
