"""How many actions with companies each lycée holds in a school year."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.queries.stated import stated_actions
from services.supervision.storage.tables import actions


@dataclass(frozen=True)
class ActionCounts:
    """Of one lycée, in one school year."""

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
