"""Placements in the JSON API: proposed, confirmed, given up."""

from uuid import UUID

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day
from services.internships.base import api_examples
from services.internships.base.api_bodies import Command, Created
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.withdraw_placement import withdraw_placement

router = Router()
PLACEMENTS = "/api/internships/placements"


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


@router.command(PLACEMENTS, action=MANAGE_PLACEMENTS, status=201, described=api_examples.PROPOSE)
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
    described=api_examples.CONFIRM,
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
    described=api_examples.WITHDRAW,
)
async def withdraw(placement_id: UUID, command: Withdrawal, uow: RequestUnitOfWork) -> Created:
    """Give a place up."""
    await withdraw_placement(
        uow, placement_id=placement_id, version=command.version, reason=command.reason, now=uow.now
    )
    return Created(id=placement_id)
