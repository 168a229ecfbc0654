"""What was known of coverage at named moments, read off the last count of each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.model.coverage import Counts
from services.supervision.coverage.queries.coverage import formation_labels, lycee_names
from services.supervision.coverage.tables import COUNTS, coverage_days, periods
from services.supervision.matrix.model.moments import NAMED, FormationMoment
from services.supervision.publication.queries import publications_of

D, P = coverage_days.c, periods.c
CellKey = tuple[str, UUID, str]
"""A lycée, a period, a formation."""


@dataclass(frozen=True)
class ToldPeriod:
    """A published period and every day its counts moved; none when its head keeps them."""

    uai: Uai
    lycee: str
    period_id: UUID
    starts_on: date
    ends_on: date
    formations: Mapping[str, str]
    told: Sequence[FormationMoment]
    withheld: bool


async def told_period(uow: UnitOfWork, uai: Uai, period_id: UUID) -> ToldPeriod:
    """Raises NotFound."""
    found = await uow.execute(select(periods).where(P.uai == uai, P.period_id == period_id))
    period = found.one_or_none()
    if period is None:
        raise NotFound
    withheld = (await publications_of(uow))[uai].hides(period.ends_on)
    told = [] if withheld else await _told(uow, uai, period_id)
    labels = await formation_labels(uow, [uai])
    mefs = sorted({*period.mefs, *(one.mef for one in told)})
    return ToldPeriod(
        uai=uai,
        lycee=(await lycee_names(uow)).get(uai, uai),
        period_id=period_id,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        formations={mef: labels.get((uai, mef), f"formation {mef}") for mef in mefs},
        told=told,
        withheld=withheld,
    )


async def _told(uow: UnitOfWork, uai: Uai, period_id: UUID) -> list[FormationMoment]:
    found = await uow.execute(
        select(coverage_days).where(D.uai == uai, D.period_id == period_id).order_by(D.day)
    )
    return [FormationMoment(row.mef, row.day, _counts(row)) for row in found]


async def counts_at_moments(
    uow: UnitOfWork, year: SchoolYear, until: date
) -> Mapping[str, Mapping[CellKey, Counts]]:
    """Each cell of a school year at each named moment that is over before a day, by its name."""
    return {name: await _before(uow, year, days, until) for days, name in NAMED.items()}


async def _before(
    uow: UnitOfWork, year: SchoolYear, days: int, until: date
) -> Mapping[CellKey, Counts]:
    moment = P.starts_on - days
    dated = and_(P.uai == D.uai, P.period_id == D.period_id)
    found = await uow.execute(
        select(coverage_days)
        .join(periods, dated)
        .ext(distinct_on(D.uai, D.coverage_id))
        .where(P.starts_on.between(year.first_day, year.last_day))
        .where(moment < until, D.day <= moment)
        .order_by(D.uai, D.coverage_id, D.day.desc())
    )
    return {(row.uai, row.period_id, row.mef): _counts(row) for row in found}


def _counts(row: Any) -> Counts:
    return Counts(*(getattr(row, name) for name in COUNTS))
