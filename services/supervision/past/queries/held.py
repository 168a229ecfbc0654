"""Actions held in a school year, by lycée: as they are now, and as they were known at the end of a day."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actions.tables import actions
from services.supervision.exactness.queries.stated import stated_actions
from services.supervision.past.model import Moment
from services.supervision.past.queries.past import Held, end_of, held_in


async def held_now(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, Held]:
    """By UAI; one that told of none, nor that it held none, is not there."""
    none = {uai: Held() for uai in await stated_actions(uow, year)}
    days = {"first_day": year.first_day, "last_day": year.last_day}
    return none | dict(await HELD_NOW.of(uow, days))


async def held_then(uow: UnitOfWork, year: SchoolYear, moment: Moment) -> Mapping[str, Held]:
    """Actions held in a year, as they were known then."""
    stated = await stated_actions(uow, year, before=end_of(moment.known_on))
    return {uai: Held() for uai in stated} | dict(await held_in(uow, year.first_day, moment))


def _held_of(rows: Rows) -> Mapping[str, Held]:
    found: dict[str, Held] = defaultdict(Held)
    for row in rows:
        found[row.uai].add(row.kind, row.partners, pupils=row.pupils, many=row.many)
    return found


A = actions.c
_ALIKE = (A.uai, A.kind, A.partners)
HELD_NOW = Reading(
    select(*_ALIKE, func.count().label("many"), func.sum(A.pupils).label("pupils"))
    .where(A.status == "held", A.planned_on.between(bindparam("first_day"), bindparam("last_day")))
    .group_by(*_ALIKE),
    _held_of,
)
