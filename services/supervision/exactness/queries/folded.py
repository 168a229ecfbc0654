"""What the facts told before a place in a lycée's journal add up to: compared with what is counted there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.selectable import LateralFromClause

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.days_in_words import between
from services.supervision.coverage.tables import COUNTS, coverages, periods
from services.supervision.exactness.model import Kind
from services.supervision.exactness.tables import counted_facts, coverage_tellings

KINDS = {
    "onboarded": Kind.MEETING,
    "partnerships_active": Kind.PARTNERSHIP,
    "actions_held": Kind.ACTION,
}
C, F, T = coverages.c, counted_facts.c, coverage_tellings.c


def registry_before(
    uai: ColumnElement[str], sequence: ColumnElement[int], *outer: FromClause
) -> LateralFromClause:
    """One row: how many meetings, active partnerships and held actions were told before."""
    before = (
        select(F.kind, F.counts)
        .ext(distinct_on(F.kind, F.of_id))
        .where(F.uai == uai, F.sequence < sequence)
        .order_by(F.kind, F.of_id, F.version.desc(), F.event_id.desc())
    )
    told = (before.correlate(*outer) if outer else before).subquery()
    figures = (
        func.count().filter(told.c.counts, told.c.kind == kind.value).label(name)
        for name, kind in KINDS.items()
    )
    return select(*figures).select_from(told).lateral()


def coverage_before(sequence: ColumnElement[int], *outer: FromClause) -> LateralFromClause:
    """One row per count whose newest telling came later: as it was told last before.

    Any other is in `coverages` as it was then: history is read for what moved since, alone.
    """
    return (
        select(*(T[name] for name in COUNTS))
        .where(
            C.sequence >= sequence,
            T.uai == C.uai,
            T.coverage_id == C.coverage_id,
            T.sequence < sequence,
        )
        .order_by(T.version.desc(), T.event_id.desc())
        .limit(1)
        .correlate(coverages, *outer)
        .lateral()
    )


def summed(told: FromClause, sequence: ColumnElement[int]) -> list[ColumnElement[int]]:
    """The figures of several counts together; nothing told adds up to zero."""
    figures = {name: case((C.sequence < sequence, C[name]), else_=told.c[name]) for name in COUNTS}
    return [func.coalesce(func.sum(one), 0).label(name) for name, one in figures.items()]


async def folded_registry(uow: UnitOfWork, uai: Uai, before: int) -> Mapping[str, int]:
    """What the registry of a lycée told before a sequence."""
    told = registry_before(literal(str(uai)), literal(before))
    row = (await uow.execute(select(*told.c).select_from(told))).one()
    return {name: getattr(row, name) for name in KINDS}


async def folded_coverage(
    uow: UnitOfWork, uai: Uai, before: int
) -> Mapping[UUID, tuple[str, Mapping[str, int]]]:
    """What was told of coverage before a sequence, by period, with what the period is called."""
    told = coverage_before(literal(before))
    dated = and_(periods.c.uai == C.uai, periods.c.period_id == C.period_id)
    key = (C.period_id, periods.c.starts_on, periods.c.ends_on)
    statement = (
        select(*key, *summed(told, literal(before)))
        .select_from(coverages.outerjoin(periods, dated).outerjoin(told, true()))
        .where(C.uai == uai)
        .group_by(*key)
    )
    return {
        row.period_id: (called(row), {name: getattr(row, name) for name in COUNTS})
        for row in await uow.execute(statement)
    }


def called(row: Any) -> str:
    """A PFMP as a reader calls it, from the dates of a row."""
    return f"PFMP {between(row.starts_on, row.ends_on)}" if row.starts_on else "PFMP sans dates"
