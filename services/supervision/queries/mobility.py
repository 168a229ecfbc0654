"""What each lycée granted to pupils whose place is far away."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.work import UnitOfWork
from services.supervision.storage.tables import mobility_totals


@dataclass(frozen=True)
class MobilityTotal:
    """Of one lycée in one school year, as it last told it."""

    pupils: int
    amount_euros: int


async def mobility_totals_of(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, MobilityTotal]:
    """By UAI; a lycée that told of none is not there, nor one that took all of them back."""
    known = mobility_totals.c
    statement = select(known.uai, known.pupils, known.amount_euros).where(
        known.school_year == year, known.pupils > 0
    )
    return {
        row.uai: MobilityTotal(row.pupils, row.amount_euros) for row in await uow.execute(statement)
    }
