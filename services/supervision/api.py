"""The JSON API: coverage, for spreadsheets and other tools."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.identifiers import Mef, SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision import api_described
from services.supervision.base.small_numbers import WITHHELD, PublishedRow
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage
from services.supervision.editions.queries import read_published
from services.supervision.permissions import SEE_DEPARTMENT, SEE_TOTALS

router = strict_router()


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
    """One formation for one period; `counts` is null when the lycée told nothing, or when
    its head keeps them: `published` tells which.
    """

    mef: Mef
    formation: str
    starts_on: date | None
    ends_on: date | None
    counts: CountsAnswer | None
    recorded_at: datetime | None
    published: bool


class LyceeAnswer(BaseModel):
    """One lycée; `heard_at` is null when it never told anything."""

    uai: Uai
    name: str
    heard_at: datetime | None
    not_published: list[FactFamily]
    formations: list[CellAnswer]


class CoverageAnswer(BaseModel):
    """Coverage of the department for one school year."""

    school_year: SchoolYear
    lycees: list[LyceeAnswer]


class ToldAnswer(BaseModel):
    """Pupils; null: one to four of the formation have, or have not, a place."""

    expected: int | None
    host_agreed: int | None
    without: int | None


class TotalAnswer(ToldAnswer):
    """One formation, lycées and periods together."""

    mef: Mef
    formation: str


class TotalsAnswer(BaseModel):
    """Totals of the department for one school year; `edition` is null before the first one."""

    school_year: SchoolYear
    edition: date | None
    next_edition: datetime
    formations: list[TotalAnswer]
    formations_counted: int
    together: ToldAnswer
    lycees: int | None
    lycees_not_published: int | None


@router.query("/api/supervision/coverage", action=SEE_DEPARTMENT, described=api_described.COVERAGE)
async def read_coverage(
    uow: RequestUnitOfWork, school_year: SchoolYear | None = None
) -> CoverageAnswer:
    """Coverage per lycée × formation × period; the current school year by default."""
    year = school_year or SchoolYear.of(uow.now.date())
    found = await coverage(uow, year=year)
    return CoverageAnswer(school_year=year, lycees=[_lycee(lycee) for lycee in found])


@router.query("/api/supervision/totals", action=SEE_TOTALS, described=api_described.TOTALS)
async def read_totals(
    uow: RequestUnitOfWork, school_year: SchoolYear | None = None
) -> TotalsAnswer:
    """What the academy may know, as on its page; the school year of the edition by default."""
    published = await read_published(uow)
    year, exists = published.year(school_year), published.edition is not None
    found = published.totals(year)
    lines = [
        TotalAnswer(mef=Mef(line.mef), formation=line.formation, **_told(line.told))
        for line in found.formations
    ]
    return TotalsAnswer(
        school_year=year,
        edition=published.day,
        next_edition=published.next_at,
        formations=lines,
        formations_counted=found.counted,
        together=ToldAnswer(**_told(found.together if exists else WITHHELD)),
        lycees=found.lycees if exists else None,
        lycees_not_published=found.without if exists else None,
    )


def _told(told: PublishedRow) -> dict[str, int | None]:
    return {"expected": told.expected, "host_agreed": told.agreed, "without": told.without}


def _lycee(lycee: LyceeCoverage) -> LyceeAnswer:
    return LyceeAnswer(
        uai=Uai(lycee.uai),
        name=lycee.name,
        heard_at=lycee.heard_at,
        not_published=list(lycee.publication.closed),
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
        published=not cell.withheld,
    )
