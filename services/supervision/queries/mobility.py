"""What each lycée granted to pupils whose place is far away."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.indicators.measuring import Count
from services.supervision.queries.commitments import few_or
from services.supervision.storage.tables import mobility_totals


@dataclass(frozen=True)
class MobilityTotal:
    """Of one lycée in one school year, as it last told it."""

    pupils: Count
    amount_euros: Count


async def mobility_totals_of(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, MobilityTotal]:
    """By UAI; a lycée that told nothing of them is not there."""
    known = mobility_totals.c
    statement = select(known.uai, known.pupils, known.amount_euros)
    return {
        row.uai: MobilityTotal(few_or(row.pupils), few_or(row.amount_euros))
        for row in await uow.execute(statement.where(known.school_year == year))
    }
