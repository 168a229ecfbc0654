"""The objectives of a school year, as far as the scope sees them."""

from collections.abc import Mapping

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.objectives.tables import objectives

C = objectives.c


async def targets_of(uow: UnitOfWork, year: SchoolYear) -> Mapping[tuple[str, str], int]:
    """What is aimed at, by whose it is (a UAI, that of the DSDEN for the department) and indicator."""
    rows = await TARGETS.once(uow, {})
    return {(row.uai, row.indicator): row.target for row in rows if row.school_year == year}


TARGETS: Reading[Rows] = Reading(
    select(C.uai, C.school_year, C.indicator, C.target).where(C.target.is_not(None)),
    lambda rows: rows,
)
"""Of all years, which are few: read with what every figure needs."""
