"""How often hosts refused, as each lycée counted it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.storage.tables import refusals


@dataclass(frozen=True)
class RefusalCounts:
    """Of one lycée, in one school year, by whose doing it was."""

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
    known = refusals.c
    statement = select(refusals).where(known.school_year == year)
    return {
        row.uai: RefusalCounts(row.company, row.school, row.pupil, row.other)
        for row in await uow.execute(statement)
    }
