"""Coverage of a lycée, counted among its pupils and not read off what was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.model import Counts, count
from services.internships.coverage.tables import coverage_statements, coverages
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.tables import period_formations, periods

CountedYears = Mapping[SchoolYear, Mapping[UUID, Counts]]
"""The figures of each period, by school year."""


@dataclass(frozen=True)
class Statement:
    """Under which id, and as which telling, the totals of a school year are told."""

    totals_id: UUID
    version: int


class Statements:
    """The totals of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def next(self, uai: Uai, year: SchoolYear) -> Statement:
        """The next telling of a school year's totals."""
        key = {"uai": uai, "school_year": year}
        first = insert(coverage_statements).values(**key, totals_id=self._uow.new_id(), version=1)
        told = first.on_conflict_do_update(
            index_elements=list(key), set_={"version": coverage_statements.c.version + 1}
        ).returning(coverage_statements.c.totals_id, coverage_statements.c.version)
        row = (await self._uow.execute(told)).one()
        return Statement(row.totals_id, row.version)

    async def count(self, uai: Uai, since: SchoolYear) -> CountedYears:
        """Count the published periods of the school years from one on, all at one instant."""
        found: dict[SchoolYear, dict[UUID, Counts]] = {}
        for row in await self._uow.run(_counting(), {"own": uai, "since": since}):
            year = found.setdefault(SchoolYear(row.school_year), {})
            figures = count([(participation(row), row.pupils)] if row.pupils else [])
            year[row.period_id] = year.get(row.period_id, Counts()) + figures
        return found


@cache
def _counting() -> Prepared:
    """Every published period, with its pupils by where they stand; one without any has one row."""
    key = (periods.c.period_id, period_formations.c.formation_id)
    own = periods.c.uai == bindparam("own")
    standing = concerned(*key, *FLAGS, func.count().label("pupils"))
    grouped = standing.where(own).group_by(*key, *FLAGS).subquery("standing")
    counted = coverages.join(
        periods,
        (periods.c.uai == coverages.c.uai) & (periods.c.period_id == coverages.c.period_id),
    ).outerjoin(
        grouped,
        (grouped.c.period_id == coverages.c.period_id)
        & (grouped.c.formation_id == coverages.c.formation_id),
    )
    flags = [grouped.c[flag.name] for flag in FLAGS]
    statement = (
        select(periods.c.school_year, coverages.c.period_id, *flags, grouped.c.pupils)
        .select_from(counted)
        .where(own, periods.c.school_year >= bindparam("since"))
    )
    return Prepared(statement)
