"""PFMP periods and what they are for: formations, and sometimes only some classes."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, select, update

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.periods.model import Period, PeriodStatus
from services.internships.periods.tables import (
    exemptions,
    period_classes,
    period_formations,
    periods,
)


class Periods:
    """The periods of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, period_id: UUID) -> Period:
        """Raises NotFound, for another lycée's period too."""
        return await self._one(_select().where(periods.c.period_id == period_id))

    async def lock(self, period_id: UUID) -> None:
        """Have two who do the same for a whole period wait for each other until the commit."""
        statement = select(periods.c.period_id).where(periods.c.period_id == period_id)
        # No key update: a place may be proposed meanwhile.
        await self._uow.execute(statement.with_for_update(key_share=True))

    async def get_for_update(self, period_id: UUID, version: int) -> Period:
        """Lock the period. Raises NotFound, StaleVersion."""
        statement = _select().where(periods.c.period_id == period_id).with_for_update(of=periods)
        period = await self._one(statement)
        if period.version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur cette PFMP entre-temps.",
                current={
                    "version": period.version,
                    "status": period.status,
                    "starts_on": period.starts_on,
                    "ends_on": period.ends_on,
                    "weeks": period.weeks,
                },
            )
        return period

    async def of(self, uais: frozenset[Uai]) -> Sequence[Period]:
        """Periods of some lycées, the latest first."""
        return await PERIODS.of(self._uow, given(uais))

    async def over_since(
        self, uai: Uai, year: SchoolYear, day: date, today: date
    ) -> Sequence[tuple[date, date]]:
        """First and last day of the published periods that went on a day, or later, and are over today."""
        statement = (
            select(periods.c.starts_on, periods.c.ends_on)
            .where(
                periods.c.uai == uai,
                periods.c.school_year == year,
                periods.c.ends_on >= day,
                periods.c.ends_on < today,
                periods.c.status == PeriodStatus.PUBLISHED.value,
            )
            .order_by(periods.c.starts_on, periods.c.period_id)
        )
        rows = await self._uow.execute(statement)
        return [(row.starts_on, row.ends_on) for row in rows]

    async def add(self, period: Period) -> None:
        """Record a new period with its formations and classes."""
        own = {"uai": period.uai, "period_id": period.id}
        await self._uow.execute(
            insert(periods).values(
                **own,
                school_year=period.school_year,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                weeks=period.weeks,
                status=period.status,
                version=period.version,
            )
        )
        await self._uow.execute(
            insert(period_formations),
            [own | {"formation_id": key} for key in sorted(period.formation_ids)],
        )
        if period.class_ids:
            await self._uow.execute(
                insert(period_classes),
                [own | {"class_id": key} for key in sorted(period.class_ids)],
            )

    async def save(self, period: Period) -> None:
        """Record a period's new state; its formations do not change."""
        await self._uow.execute(
            update(periods)
            .where(periods.c.uai == period.uai, periods.c.period_id == period.id)
            .values(
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                weeks=period.weeks,
                status=period.status,
                version=period.version,
            )
        )

    async def remove(self, period: Period) -> None:
        """Forget a draft and what was said of it."""
        for table in (exemptions, period_classes, period_formations, periods):
            await self._uow.execute(
                delete(table).where(table.c.uai == period.uai, table.c.period_id == period.id)
            )

    async def _one(self, statement: Select[Any]) -> Period:
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _period(row)


def _select() -> Select[Any]:
    return select(
        periods,
        _ids(period_formations.c.formation_id).label("formation_ids"),
        _ids(period_classes.c.class_id).label("class_ids"),
    )


def _ids(column: Any) -> Any:
    table = column.table
    return (
        select(func.array_agg(column))
        .where(table.c.uai == periods.c.uai, table.c.period_id == periods.c.period_id)
        .correlate(periods)
        .scalar_subquery()
    )


def _period(row: Row[Any]) -> Period:
    return Period(
        id=row.period_id,
        uai=Uai(row.uai),
        school_year=SchoolYear(row.school_year),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        weeks=row.weeks,
        formation_ids=frozenset(row.formation_ids or ()),
        class_ids=frozenset(row.class_ids or ()),
        status=PeriodStatus(row.status),
        version=row.version,
    )


PERIODS = Reading(
    _select()
    .where(periods.c.uai == LYCEES)
    .order_by(periods.c.starts_on.desc(), periods.c.period_id),
    lambda rows: [_period(row) for row in rows],
)
"""The periods of some lycées, the latest first."""
