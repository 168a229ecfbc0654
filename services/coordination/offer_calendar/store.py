"""Dates of bodies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.offer_files import OfferBody
from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.offer_calendar.model import DatePlan, OfferDate
from services.coordination.offer_calendar.tables import offer_dates

D = offer_dates.c


class OfferDates:
    """The calendar; written in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: OfferDate) -> None:
        """Record a date."""
        await self._uow.execute(insert(offer_dates).values(date_id=one.id, **_values(one)))

    async def get(self, date_id: UUID, *, for_update: bool = False) -> OfferDate:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(offer_dates).where(D.date_id == date_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return date_of(row)

    async def save(self, one: OfferDate) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(offer_dates).where(D.date_id == one.id).values(**_values(one))
        )

    async def all(self, since: date | None = None) -> Sequence[OfferDate]:
        """Those that stand, the first one first; `since`: from a day on."""
        statement = (
            select(offer_dates).where(D.removed_at.is_(None)).order_by(D.meets_on, D.date_id)
        )
        if since is not None:
            statement = statement.where(D.meets_on >= since)
        return [date_of(row) for row in await self._uow.execute(statement)]


def date_of(row: Any) -> OfferDate:
    """A date as it is kept."""
    plan = DatePlan(
        OfferBody(row.body),
        SchoolYear(row.effect_year),
        row.meets_on,
        Uai(row.lycee) if row.lycee else None,
        row.due_on,
    )
    before = _plan_kept(row.before) if row.before else None
    return OfferDate(row.date_id, plan, row.removed_at, row.version, row.changed_at, before)


def _plan_kept(kept: Mapping[str, Any]) -> DatePlan:
    return DatePlan(
        OfferBody(kept["body"]),
        SchoolYear(kept["effect_year"]),
        date.fromisoformat(kept["meets_on"]),
        Uai(kept["lycee"]) if kept["lycee"] else None,
        date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
    )


def _kept_plan(plan: DatePlan) -> Mapping[str, Any]:
    return {
        **vars(plan),
        "meets_on": plan.meets_on.isoformat(),
        "due_on": plan.due_on.isoformat() if plan.due_on else None,
    }


def _values(one: OfferDate) -> dict[str, Any]:
    return {
        **vars(one.plan),
        "removed_at": one.removed_at,
        "version": one.version,
        "changed_at": one.changed_at,
        "before": _kept_plan(one.before) if one.before else None,
    }
