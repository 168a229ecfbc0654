"""The JSON API, from the same use cases and queries as the pages. No pupil's name in it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BaseModel, Field

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day, FormModel
from services.internships.permissions import MANAGE_PERIODS, MANAGE_PLACEMENTS, SEE_PFMP
from services.internships.queries import api_described
from services.internships.queries.periods import CoverageLine, PeriodCard, read_periods
from services.internships.use_cases.confirm_placement import confirm_placement
from services.internships.use_cases.draft_period import draft_period
from services.internships.use_cases.interrupt_placement import interrupt_placement
from services.internships.use_cases.propose_placement import propose_placement
from services.internships.use_cases.publish_period import publish_period
from services.internships.use_cases.record_no_show import record_no_show
from services.internships.use_cases.undo_placement_end import undo_placement_end
from services.internships.use_cases.withdraw_placement import withdraw_placement

router = Router()
PLACEMENTS = "/api/internships/placements"
PERIODS = "/api/internships/periods"


class Command(FormModel):
    """Every command has an id made by its sender: sent twice, it is done once."""

    command_id: UUID


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


class Proposal(Command):
    """A site for a pupil."""

    period_id: UUID
    pupil_year_id: UUID
    site_key: SiteKey
    origin: PlacementOrigin
    knowingly: bool = False


class Confirmation(Command):
    """The day the host agreed, and the version it answers to."""

    version: int
    on: Day
    knowingly: bool = False


class Withdrawal(Command):
    """Why a place is given up, and the version it answers to."""

    version: int
    reason: WithdrawalReason


class Ending(Command):
    """How a place ended: the day, whose doing it is, and the version it answers to."""

    version: int
    on: Day
    reason: EndReason


class Resumption(Command):
    """The version of the place whose end is taken back."""

    version: int


class Created(BaseModel):
    """The id of what was made."""

    id: UUID


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


@router.query(PERIODS, action=SEE_PFMP, described=api_described.PERIODS)
async def list_periods(uow: RequestUnitOfWork) -> list[PeriodAnswer]:
    """The periods of one's lycées."""
    return [_period(card) for card in await read_periods(uow, uow.scope.uais)]


@router.query("/api/internships/coverage", action=SEE_PFMP, described=api_described.COVERAGE)
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


@router.command(PERIODS, action=MANAGE_PERIODS, status=201, described=api_described.DRAFT)
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
    described=api_described.PUBLISH,
)
async def publish(period_id: UUID, command: Publication, uow: RequestUnitOfWork) -> Created:
    """Publish a period."""
    await publish_period(uow, period_id=period_id, version=command.version, now=uow.now)
    return Created(id=period_id)


@router.command(PLACEMENTS, action=MANAGE_PLACEMENTS, status=201, described=api_described.PROPOSE)
async def propose(command: Proposal, uow: RequestUnitOfWork) -> Created:
    """Propose a place."""
    placement_id = await propose_placement(
        uow,
        period_id=command.period_id,
        pupil_year_id=command.pupil_year_id,
        site_key=command.site_key,
        origin=command.origin,
        knowingly=command.knowingly,
        now=uow.now,
    )
    return Created(id=placement_id)


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/confirmation",
    action=MANAGE_PLACEMENTS,
    described=api_described.CONFIRM,
)
async def confirm(placement_id: UUID, command: Confirmation, uow: RequestUnitOfWork) -> Created:
    """Confirm a place."""
    await confirm_placement(
        uow,
        placement_id=placement_id,
        version=command.version,
        on=command.on,
        knowingly=command.knowingly,
        now=uow.now,
    )
    return Created(id=placement_id)


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/withdrawal",
    action=MANAGE_PLACEMENTS,
    described=api_described.WITHDRAW,
)
async def withdraw(placement_id: UUID, command: Withdrawal, uow: RequestUnitOfWork) -> Created:
    """Give a place up."""
    await withdraw_placement(
        uow, placement_id=placement_id, version=command.version, reason=command.reason, now=uow.now
    )
    return Created(id=placement_id)


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/interruption",
    action=MANAGE_PLACEMENTS,
    described=api_described.INTERRUPT,
)
async def interrupt(placement_id: UUID, command: Ending, uow: RequestUnitOfWork) -> Created:
    """End a place before its last day."""
    await interrupt_placement(
        uow,
        placement_id=placement_id,
        version=command.version,
        on=command.on,
        reason=command.reason,
        now=uow.now,
    )
    return Created(id=placement_id)


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/no-show",
    action=MANAGE_PLACEMENTS,
    described=api_described.NO_SHOW,
)
async def note_no_show(placement_id: UUID, command: Ending, uow: RequestUnitOfWork) -> Created:
    """Note that the pupil never came."""
    await record_no_show(
        uow,
        placement_id=placement_id,
        version=command.version,
        on=command.on,
        reason=command.reason,
        now=uow.now,
    )
    return Created(id=placement_id)


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/resumption",
    action=MANAGE_PLACEMENTS,
    described=api_described.RESUME,
)
async def resume(placement_id: UUID, command: Resumption, uow: RequestUnitOfWork) -> Created:
    """Take the end of a place back."""
    await undo_placement_end(uow, placement_id=placement_id, version=command.version, now=uow.now)
    return Created(id=placement_id)


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
