"""What tables show otherwise than it was told, and how far the stream was folded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.database.tables import watermarks
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actions.tables import actions
from services.supervision.base.metadata import PROJECTION
from services.supervision.coverage.tables import COUNTS, coverages, periods
from services.supervision.exactness.model import COVERAGE, REGISTRY, Book, Compared, Kind
from services.supervision.exactness.queries.folded import called
from services.supervision.exactness.tables import counted_facts, coverage_tellings
from services.supervision.partnerships.tables import partnerships


async def heard_until(uow: UnitOfWork, of: Table) -> Mapping[str, int]:
    """The number of the last fact of each lycée among these, in the journal of who told it."""
    statement = select(of.c.uai, func.max(of.c.sequence).label("last")).group_by(of.c.uai)
    return {row.uai: row.last for row in await uow.execute(statement)}


async def folded_until(uow: UnitOfWork, stream: str, created_at: datetime) -> int:
    """The sequence of the last event of this stream that was folded; 0: none, or of an older stream."""
    statement = select(func.max(watermarks.c.sequence)).where(
        watermarks.c.projection == PROJECTION,
        watermarks.c.stream == stream,
        watermarks.c.created_at == created_at,
    )
    return (await uow.execute(statement)).scalar_one() or 0


THERE = "au tableau"
F, T, C, P = counted_facts.c, coverage_tellings.c, coverages.c, periods.c


async def shown_otherwise(uow: UnitOfWork) -> Mapping[str, Sequence[str]]:
    """By UAI, each figure a table shows that is not what was told last."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in await uow.execute(_coverage()):
        found[row.uai] += _differences(COVERAGE, row, called(row))
    for statement in (_registry(Kind.PARTNERSHIP), _registry(Kind.ACTION)):
        for row in await uow.execute(statement):
            found[row.uai] += _differences(REGISTRY, row)
    return {uai: said for uai, said in found.items() if said}


def _differences(book: Book, row: Any, of: str = "") -> Sequence[str]:
    figures = row._mapping  # noqa: SLF001  the public name of a row's columns
    labels = {name: label for name, label in book.labels.items() if name in figures}
    shown = {name: figures[f"shown_{name}"] for name in labels}
    compared = Compared(row.uai, row.at, shown, {name: figures[name] for name in labels}, of)
    return compared.differences(replace(book, there=THERE, labels=labels))


def _coverage() -> Select[Any]:
    """Coverage of each period that has a count on either side."""
    told = (
        select(coverage_tellings)
        .ext(distinct_on(T.uai, T.coverage_id))
        .order_by(T.uai, T.coverage_id, T.version.desc(), T.event_id.desc())
        .subquery()
    )
    same = and_(told.c.uai == C.uai, told.c.coverage_id == C.coverage_id)
    uai = func.coalesce(C.uai, told.c.uai).label("uai")
    period_id = func.coalesce(C.period_id, told.c.period_id).label("period_id")
    both = select(
        uai,
        period_id,
        *(told.c[name] for name in COUNTS),
        *(C[name].label(f"shown_{name}") for name in COUNTS),
    )
    counts = both.select_from(coverages.join(told, same, full=True)).subquery()
    dated = and_(P.uai == counts.c.uai, P.period_id == counts.c.period_id)
    key = (counts.c.uai, counts.c.period_id, P.starts_on, P.ends_on)
    sums = (
        func.coalesce(func.sum(counts.c[name]), 0).label(name)
        for told_or_shown in COUNTS
        for name in (told_or_shown, f"shown_{told_or_shown}")
    )
    return (
        select(*key, func.now().label("at"), *sums)
        .select_from(counts.outerjoin(periods, dated))
        .group_by(*key)
        .order_by(counts.c.uai, P.starts_on, counts.c.period_id)
    )


def _registry(kind: Kind) -> Select[Any]:
    """Totals of the registry: of each lycée that told of some, how many there are."""
    name, table, counts = {
        Kind.PARTNERSHIP: (
            "partnerships_active",
            partnerships,
            partnerships.c.stage == "active",
        ),
        Kind.ACTION: ("actions_held", actions, actions.c.status == "held"),
    }[kind]
    told = (
        select(F.uai, F.counts)
        .ext(distinct_on(F.uai, F.of_id))
        .where(F.kind == kind.value)
        .order_by(F.uai, F.of_id, F.version.desc(), F.event_id.desc())
        .subquery()
    )
    shown = select(func.count()).where(table.c.uai == told.c.uai, counts).correlate(told)
    return (
        select(
            told.c.uai,
            func.now().label("at"),
            func.count().filter(told.c.counts).label(name),
            shown.scalar_subquery().label(f"shown_{name}"),
        )
        .group_by(told.c.uai)
        .order_by(told.c.uai)
    )
