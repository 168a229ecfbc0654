"""What waits in the network as it is read: now for the home, counted for the indicators of a school year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Date, bindparam, func, or_, select

from contracts.coordination.dues import NetworkDueKind, NetworkDueStanding
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.campaigns.queries import behind_at
from services.supervision.network_dues.model import (
    NOTHING_WAITS,
    Due,
    Tally,
    Waiting,
    waiting_by_lycee,
)
from services.supervision.network_dues.tables import network_dues

D = network_dues.c
_OPEN = or_(
    D.standing == NetworkDueStanding.WAITING.value, D.standing == NetworkDueStanding.PROMISED.value
)


def _dues(rows: Rows) -> Sequence[Due]:
    return [
        Due(row.uai, NetworkDueKind(row.kind), NetworkDueStanding(row.standing), row.due_on)
        for row in rows
    ]


OPEN_DUES: Reading[Sequence[Due]] = Reading(
    select(D.uai, D.kind, D.standing, D.due_on).where(_OPEN), _dues
)
"""What waits now, wherever."""
_ALIKE = (D.uai, D.kind, D.standing, D.working_days, D.outcome, D.escalated)
_LATE = func.coalesce(D.due_on < bindparam("dues_today", type_=Date), False).label("late")
_OF_YEAR = D.since_on.between(
    bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
).label("of_year")


def _tallies(rows: Rows) -> Sequence[Tally]:
    return [
        Tally(
            uai=row.uai,
            kind=NetworkDueKind(row.kind),
            standing=NetworkDueStanding(row.standing),
            working_days=row.working_days,
            outcome=row.outcome,
            escalated=row.escalated,
            late=row.late,
            of_year=row.of_year,
            many=row.many,
        )
        for row in rows
    ]


DUES_COUNTED: Reading[Sequence[Tally]] = Reading(
    select(*_ALIKE, _LATE, _OF_YEAR, func.count().label("many")).group_by(*_ALIKE, _LATE, _OF_YEAR),
    _tallies,
)
"""All that was ever told, those alike together: one lycée of which nothing was told is not there."""


async def waiting_at(uow: UnitOfWork, today: date) -> Mapping[str, Waiting]:
    """What waits at each lycée now, by UAI; needs as a whole are of the DSDEN and wait at none."""
    found = dict(waiting_by_lycee(await OPEN_DUES.of(uow, {}), today))
    for uai, many in (await behind_at(uow, today)).items():
        found[uai] = replace(found.get(uai, NOTHING_WAITS), campaigns_behind=many)
    return {uai: one for uai, one in found.items() if uai != uow.department_uai}
