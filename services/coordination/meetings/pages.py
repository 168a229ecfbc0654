"""The forms of a meeting: planned for a committee, and planned otherwise."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.committees.store import Committees
from services.coordination.meetings.commands import move_meeting, plan_meeting
from services.coordination.meetings.forms import (
    AGENDA_CHARACTERS_MAX,
    PLACE_CHARACTERS_MAX,
    MeetingForm,
    MovedMeetingForm,
)
from services.coordination.meetings.model import Meeting
from services.coordination.meetings.store import Meetings
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
NEW = "/comites/{committee_id}/reunions"
EDIT = "/comites/reunions/{meeting_id}/correction"


@router.page(NEW, action=MANAGE_COMMITTEES)
async def new(request: Request, uow: RequestUnitOfWork, committee_id: UUID) -> Response:
    """An empty meeting."""
    return await _new(request, uow, Typed.blank(MeetingForm), committee_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    return await _form(request, uow, typed, committee_id, None)


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    committee_id: UUID,
    meeting: Meeting | None,
) -> Response:
    return render(
        request,
        "coordination/meetings/meeting_form.html",
        typed=typed,
        committee=await Committees(uow).get(committee_id),
        meeting=meeting,
        agenda_max=AGENDA_CHARACTERS_MAX,
        place_max=PLACE_CHARACTERS_MAX,
    )


@router.form(NEW, action=MANAGE_COMMITTEES, redisplay=_new)
async def plan(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MeetingForm], form_of(MeetingForm)],
) -> Response:
    """Plan a meeting; nobody is told yet."""
    form = typed.model
    meeting_id = await plan_meeting(
        uow, committee_id=committee_id, plan=form.plan(), agenda=form.agenda
    )
    notice = "Réunion prévue. Personne n’est encore prévenu\u202f: convoquez quand elle est prête."
    return see_other(f"/comites/reunions/{meeting_id}", notice=notice)


@router.page(EDIT, action=MANAGE_COMMITTEES)
async def edit(request: Request, uow: RequestUnitOfWork, meeting_id: UUID) -> Response:
    """A meeting to plan otherwise."""
    one = await Meetings(uow).get(meeting_id)
    known = one.plan
    typed = Typed.blank(
        MovedMeetingForm,
        on=known.on,
        starts_at=known.starts_at.isoformat("minutes") if known.starts_at else None,
        ends_at=known.ends_at.isoformat("minutes") if known.ends_at else None,
        place=known.place,
        agenda=one.agenda,
        version=one.version,
    )
    return await _form(request, uow, typed, one.committee_id, one)


async def _edit_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], meeting_id: UUID
) -> Response:
    one = await Meetings(uow).get(meeting_id)
    return await _form(request, uow, typed, one.committee_id, one)


@router.form(EDIT, action=MANAGE_COMMITTEES, redisplay=_edit_again)
async def move(
    meeting_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MovedMeetingForm], form_of(MovedMeetingForm)],
) -> Response:
    """Plan it otherwise."""
    form = typed.model
    told = await move_meeting(
        uow,
        meeting_id=meeting_id,
        version=form.version,
        plan=form.plan(),
        agenda=form.agenda,
        now=uow.now,
    )
    notice = "Réunion corrigée."
    if told:
        notice = "Réunion déplacée\u202f: qui est convoqué le reçoit dans dix minutes."
    return see_other(f"/comites/reunions/{meeting_id}", notice=notice)
