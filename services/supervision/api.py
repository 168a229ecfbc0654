"""The JSON API: coverage, for spreadsheets and other tools."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.supervision.domain.coverage import Cell, LyceeCoverage
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.queries.coverage import coverage

router = Router()


class CountsAnswer(BaseModel):
    """Pupils; `expected` is those who need a place, each level includes the next."""

    expected: int
    without: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int
    exempted: int
    left: int


class CellAnswer(BaseModel):
    """One formation for one period; `counts` is null when the lycée told nothing."""

    mef: Mef
    formation: str
    starts_on: date | None
    ends_on: date | None
    counts: CountsAnswer | None
    recorded_at: datetime | None


class LyceeAnswer(BaseModel):
    """One lycée; `heard_at` is null when it never told anything."""

    uai: Uai
    name: str
    heard_at: datetime | None
    formations: list[CellAnswer]


class CoverageAnswer(BaseModel):
    """Coverage of the department for one school year."""

    school_year: SchoolYear
    lycees: list[LyceeAnswer]


@router.query("/api/supervision/coverage", action=SEE_DEPARTMENT)
async def read_coverage(
    uow: RequestUnitOfWork, school_year: SchoolYear | None = None
) -> CoverageAnswer:
    """Coverage per lycée × formation × period; the current school year by default."""
    year = school_year or SchoolYear.of(uow.now.date())
    found = await coverage(uow, year=year)
    return CoverageAnswer(school_year=year, lycees=[_lycee(lycee) for lycee in found])


def _lycee(lycee: LyceeCoverage) -> LyceeAnswer:
    return LyceeAnswer(
        uai=Uai(lycee.uai),
        name=lycee.name,
        heard_at=lycee.heard_at,
        formations=[_cell(cell) for cell in lycee.cells],
    )


def _cell(cell: Cell) -> CellAnswer:
    counts = cell.counts
    return CellAnswer(
        mef=Mef(cell.mef),
        formation=cell.formation,
        starts_on=cell.starts_on,
        ends_on=cell.ends_on,
        counts=CountsAnswer.model_validate(counts, from_attributes=True) if counts else None,
        recorded_at=cell.recorded_at,
    )
