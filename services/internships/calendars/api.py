"""Periods and their figures in the JSON API, from the same commands and queries as the pages."""

from datetime import date
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BaseModel, Field

from contracts.identifiers import Uai
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day
from services.internships.base import api_examples
from services.internships.base.api_bodies import Command, Created
from services.internships.calendars.commands import draft_period, publish_period
from services.internships.coverage.queries.periods import CoverageLine, PeriodCard, read_periods
from services.internships.permissions import MANAGE_PERIODS, SEE_PFMP

router = Router()
PERIODS = "/api/internships/periods"


class PeriodDraft(Command):
    """A period to prepare."""

    uai: Uai | None = None
    starts_on: Day
    ends_on: Day
    weeks: Annotated[int, Ge(1), Le(52)]
    formation_ids: list[UUID]
    class_ids: list[UUID] = Field(default_factory=list)


class Publication(Command):
    """The version of the period that is published."""

    version: int


class CoverageAnswer(BaseModel):
    """Figures of one formation for one period."""

    mef: str
    formation: str
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int
    without: int


class PeriodAnswer(BaseModel):
    """A period."""

    id: UUID
    uai: str
    school_year: str
    starts_on: date
    ends_on: date
    weeks: int
    status: str
    version: int


class PeriodCoverage(BaseModel):
    """The figures of one published period, the formations most in need first."""

    period_id: UUID
    uai: str
    formations: list[CoverageAnswer]


@router.query(PERIODS, action=SEE_PFMP, described=api_examples.PERIODS)
async def list_periods(uow: RequestUnitOfWork) -> list[PeriodAnswer]:
    """The periods of one's lycées."""
    return [_period(card) for card in await read_periods(uow, uow.scope.uais)]


@router.query("/api/internships/coverage", action=SEE_PFMP, described=api_examples.COVERAGE)
async def list_coverage(uow: RequestUnitOfWork) -> list[PeriodCoverage]:
    """The figures of one's lycées, the periods most in need first."""
    return [
        PeriodCoverage(
            period_id=card.period.id,
            uai=card.period.uai,
            formations=[_coverage(line) for line in card.lines],
        )
        for card in await read_periods(uow, uow.scope.uais)
        if card.period.status == "published"
    ]


@router.command(PERIODS, action=MANAGE_PERIODS, status=201, described=api_examples.DRAFT)
async def draft(command: PeriodDraft, uow: RequestUnitOfWork) -> Created:
    """Prepare a period."""
    period_id = await draft_period(
        uow,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        weeks=command.weeks,
        formation_ids=command.formation_ids,
        class_ids=command.class_ids,
        uai=command.uai,
    )
    return Created(id=period_id)


@router.command(
    f"{PERIODS}/{{period_id}}/publication",
    action=MANAGE_PERIODS,
    described=api_examples.PUBLISH,
)
async def publish(period_id: UUID, command: Publication, uow: RequestUnitOfWork) -> Created:
    """Publish a period."""
    await publish_period(uow, period_id=period_id, version=command.version, now=uow.now)
    return Created(id=period_id)


def _period(card: PeriodCard) -> PeriodAnswer:
    period = card.period
    return PeriodAnswer(
        id=period.id,
        uai=period.uai,
        school_year=period.school_year,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        weeks=period.weeks,
        status=period.status,
        version=period.version,
    )


def _coverage(line: CoverageLine) -> CoverageAnswer:
    counts = line.counts
    return CoverageAnswer(
        mef=line.mef,
        formation=line.formation,
        concerned=counts.concerned,
        exempted=counts.exempted,
        left=counts.left,
        host_agreed=counts.host_agreed,
        agreement_issued=counts.agreement_issued,
        agreement_signed=counts.agreement_signed,
        without=counts.without,
    )
