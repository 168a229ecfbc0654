"""Counts of actions, refusals and aids, lycée by lycée."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ARRAY, Text, bindparam, case, func, literal, select

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actions.model import NOBODY
from services.supervision.actions.tables import (
    actions,
    axis_totals,
    mobility_totals,
    refusals,
)
from services.supervision.base.figures import Count, few_or
from services.supervision.exactness.queries.stated import stated_actions


@dataclass(frozen=True)
class ActionCounts:
    """Counts of actions of one lycée, in one school year."""

    held: int = 0
    pupils: int = 0
    """Participations: a pupil is counted once for each action."""
    planned: int = 0


async def action_counts(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, ActionCounts]:
    """By UAI; a lycée that told of none, nor that it held none, is not there."""
    known = actions.c
    held, planned = known.status == "held", known.status == "planned"
    statement = (
        select(
            known.uai,
            func.count().filter(held).label("held"),
            func.coalesce(func.sum(known.pupils).filter(held), 0).label("pupils"),
            func.count().filter(planned).label("planned"),
        )
        .where(known.planned_on >= year.first_day, known.planned_on <= year.last_day)
        .group_by(known.uai)
    )
    none = dict.fromkeys(await stated_actions(uow, year), ActionCounts())
    return none | {
        row.uai: ActionCounts(row.held, row.pupils, row.planned)
        for row in await uow.execute(statement)
    }


async def partner_counts(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, Mapping[str, int]]:
    """Actions held with each kind of partner, by UAI; an action with two counts at each, one with none at nobody."""
    known = actions.c
    whom = case(
        (func.cardinality(known.partners) > 0, known.partners),
        else_=literal([NOBODY], ARRAY(Text)),
    )
    each = (
        select(known.uai, func.unnest(whom).label("partner"))
        .where(
            known.status == "held",
            known.planned_on >= year.first_day,
            known.planned_on <= year.last_day,
        )
        .subquery()
    )
    statement = select(each.c.uai, each.c.partner, func.count().label("held")).group_by(
        each.c.uai, each.c.partner
    )
    found: dict[str, dict[str, int]] = {}
    for row in await uow.execute(statement):
        found.setdefault(row.uai, {})[row.partner] = row.held
    return found


async def axis_counts(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, Mapping[AvenirAxis, int]]:
    """Actions held on each axis of the Parcours Avenir, by UAI; a lycée that told of none is not there."""
    statement = select(axis_totals).where(axis_totals.c.school_year == year)
    return {
        row.uai: {axis: getattr(row, axis.value) for axis in AvenirAxis}
        for row in await uow.execute(statement)
    }


@dataclass(frozen=True)
class MobilityTotal:
    """The total of aids of one lycée in one school year, as it last told it."""

    pupils: Count
    amount_euros: Count


async def mobility_totals_of(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, MobilityTotal]:
    """By UAI; a lycée that told nothing of them is not there."""
    found: Mapping[str, MobilityTotal] = await MOBILITY.of(uow, {"school_year": year})
    return found


MOBILITY = Reading(
    select(mobility_totals.c.uai, mobility_totals.c.pupils, mobility_totals.c.amount_euros).where(
        mobility_totals.c.school_year == bindparam("school_year")
    ),
    lambda rows: {
        row.uai: MobilityTotal(few_or(row.pupils), few_or(row.amount_euros)) for row in rows
    },
)


@dataclass(frozen=True)
class RefusalCounts:
    """Counts of refusals of one lycée, in one school year, by whose doing it was."""

    company: int
    school: int
    pupil: int
    other: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.company + self.school + self.pupil + self.other


async def refusal_counts(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, RefusalCounts]:
    """By UAI; a lycée that told of none is not there."""
    found: Mapping[str, RefusalCounts] = await REFUSALS.of(uow, {"school_year": year})
    return found


REFUSALS = Reading(
    select(refusals).where(refusals.c.school_year == bindparam("school_year")),
    lambda rows: {
        row.uai: RefusalCounts(row.company, row.school, row.pupil, row.other) for row in rows
    },
)
