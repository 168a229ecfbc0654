"""Ends of placements in the JSON API: ended early, never begun, or taken back."""

from uuid import UUID

from contracts.internships.placements import EndReason
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day
from services.internships.base import api_examples
from services.internships.base.api_bodies import Command, Created
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.api import PLACEMENTS
from services.internships.ruptures.commands import (
    interrupt_placement,
    record_no_show,
    undo_placement_end,
)

router = Router()


class Ending(Command):
    """How a place ended: the day, whose doing it is, and the version it answers to."""

    version: int
    on: Day
    reason: EndReason


class Resumption(Command):
    """The version of the place whose end is taken back."""

    version: int


@router.command(
    f"{PLACEMENTS}/{{placement_id}}/interruption",
    action=MANAGE_PLACEMENTS,
    described=api_examples.INTERRUPT,
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
    described=api_examples.NO_SHOW,
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
    described=api_examples.RESUME,
)
async def resume(placement_id: UUID, command: Resumption, uow: RequestUnitOfWork) -> Created:
    """Take the end of a place back."""
    await undo_placement_end(uow, placement_id=placement_id, version=command.version, now=uow.now)
    return Created(id=placement_id)
