"""The page of a meeting, as it is prepared and as it was held, and what the supervisor does with it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.committee_desk.queries import MeetingPage, read_meeting_page
from services.coordination.committees.labels import FUNCTIONS, KINDS
from services.coordination.decisions.commands import take_decision
from services.coordination.decisions.forms import TEXT_CHARACTERS_MAX, TakenForm
from services.coordination.decisions.labels import LATE
from services.coordination.decisions.labels import STATES as DECISION_STATES
from services.coordination.decisions.queries import offered_owners
from services.coordination.decisions.store import Decisions
from services.coordination.meetings.commands import (
    cancel_meeting,
    convene_meeting,
    hold_meeting,
    recall_meeting,
    reopen_meeting,
    write_minutes,
)
from services.coordination.meetings.forms import MINUTES_CHARACTERS_MAX, HeldForm, MinutesForm
from services.coordination.meetings.labels import STATES
from services.coordination.meetings.model import MeetingState
from services.coordination.meetings.store import Meetings
from services.coordination.news.model.text import NewsText, paragraphs
from services.coordination.permissions import (
    CARRY_OUT_DECISIONS,
    MANAGE_COMMITTEES,
    PERMISSIONS,
    SEE_COMMITTEES,
)

router = Router()
ONE = "/comites/reunions/{meeting_id}"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(ONE, action=SEE_COMMITTEES)
async def meeting(request: Request, uow: RequestUnitOfWork, meeting_id: UUID) -> Response:
    """A meeting: what it is about, who is expected or came, what was said and decided."""
    return await _meeting(request, uow, Typed.blank(DecisionForm), meeting_id)


async def _meeting(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], meeting_id: UUID
) -> Response:
    page = await read_meeting_page(uow, meeting_id)
    user = context_of(request).user
    may_manage = PERMISSIONS.allows(user, MANAGE_COMMITTEES)
    return render(
        request,
        "coordination/committee_desk/meeting.html",
        page=page,
        meeting=page.meeting,
        committee=page.committee,
        typed=typed,
        held=page.meeting.state is MeetingState.HELD,
        kinds=KINDS,
        functions=FUNCTIONS,
        choices=[(str(seat.member.id), seat.name) for seat in page.seats],
        states=STATES,
        decision_states=DECISION_STATES,
        late=LATE,
        owners=await offered_owners(uow) if may_manage else [],
        text_max=TEXT_CHARACTERS_MAX,
        minutes_max=MINUTES_CHARACTERS_MAX,
        agenda=_paragraphs(page.meeting.agenda),
        minutes=_paragraphs(page.meeting.minutes),
        may_manage=may_manage,
        may_carry_out=PERMISSIONS.allows(user, CARRY_OUT_DECISIONS),
        **_forms(typed, page),
    )


def _forms(typed: Typed[Any], page: MeetingPage) -> Mapping[str, Any]:
    """The forms of the page: the one that was refused as it was typed, the others as they are known."""
    one = page.meeting
    known = {
        "holding": Typed(
            HeldForm,
            {
                "came": [str(member_id) for member_id in sorted(page.came)],
                "others": str(one.others or 0),
                "version": str(one.version),
            },
        ),
        "writing": Typed.blank(MinutesForm, minutes=one.minutes, version=one.version),
        "taking": Typed.blank(TakenForm),
    }
    for name, form in (("holding", HeldForm), ("writing", MinutesForm), ("taking", TakenForm)):
        if issubclass(typed.form, form):
            known[name] = typed
    return known


def _paragraphs(typed: str | None) -> Any:
    return paragraphs(NewsText("", typed)) if typed else []


@router.form(f"{ONE}/convocation", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def convene(meeting_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Convene it, or who sits there since."""
    version = typed.model.version
    again = (await Meetings(uow).get(meeting_id)).state is MeetingState.CONVENED
    many = await convene_meeting(uow, meeting_id=meeting_id, version=version, now=uow.now)
    if again:  # taken back, it would be off for those who were convened before
        notice = "Convocation\u00a0: qui n’avait rien reçu la reçoit dans dix minutes."
        return see_other(_page(meeting_id), notice=notice)
    if not many:
        notice = (
            "La réunion est convoquée, mais aucun membre n’a d’adresse et aucun lycée n’y siège\u202f: "
            "prévenez-les vous-même."
        )
    else:
        notice = "Convocation\u00a0: les courriels partent dans dix minutes, avec une invitation d’agenda."
    undo = Undo(f"{_page(meeting_id)}/retrait", {"version": str(version + 1)})
    return see_other(_page(meeting_id), notice=notice, undo=undo)


@router.form(f"{ONE}/retrait", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def recall(meeting_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Take the convocation back."""
    await recall_meeting(uow, meeting_id=meeting_id, version=typed.model.version, now=uow.now)
    notice = "Convocation retirée\u202f: qui l’avait reçue reçoit l’annulation."
    return see_other(_page(meeting_id), notice=notice)


@router.form(f"{ONE}/annulation", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def cancel(meeting_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Call it off."""
    version = typed.model.version
    told = await cancel_meeting(uow, meeting_id=meeting_id, version=version, now=uow.now)
    undo = Undo(f"{_page(meeting_id)}/remise", {"version": str(version + 1)})
    notice = "Réunion annulée."
    if told:
        notice = "Réunion annulée\u202f: qui était convoqué en est prévenu dans dix minutes."
    return see_other(_page(meeting_id), notice=notice, undo=undo)


@router.form(f"{ONE}/remise", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def reopen(meeting_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Take back that it was held or cancelled."""
    await reopen_meeting(uow, meeting_id=meeting_id, version=typed.model.version, now=uow.now)
    return see_other(_page(meeting_id), notice="La réunion est de nouveau prévue.")


@router.form(f"{ONE}/tenue", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def hold(
    meeting_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[HeldForm], form_of(HeldForm)],
) -> Response:
    """Note that it was held and who came, or correct it."""
    form = typed.model
    await hold_meeting(
        uow,
        meeting_id=meeting_id,
        version=form.version,
        came=frozenset(form.came),
        others=form.others,
        decisions=await Decisions(uow).count_of(meeting_id),
        now=uow.now,
    )
    return see_other(f"{_page(meeting_id)}#presences", notice="Présences notées.")


@router.form(f"{ONE}/compte-rendu", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def write(
    meeting_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MinutesForm], form_of(MinutesForm)],
) -> Response:
    """Keep what was said."""
    form = typed.model
    await write_minutes(uow, meeting_id=meeting_id, version=form.version, minutes=form.minutes)
    return see_other(f"{_page(meeting_id)}#compte-rendu", notice="Compte rendu enregistré.")


@router.form(f"{ONE}/decisions", action=MANAGE_COMMITTEES, redisplay=_meeting)
async def take(
    meeting_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakenForm], form_of(TakenForm)],
) -> Response:
    """Note a decision."""
    details = typed.model.details(uow.department_uai)
    decision_id = await take_decision(uow, meeting_id=meeting_id, details=details, now=uow.now)
    undo = Undo(f"/comites/decisions/{decision_id}/retrait", {"version": "1"})
    return see_other(f"{_page(meeting_id)}#decisions", notice="Décision notée.", undo=undo)


def _page(meeting_id: UUID) -> str:
    return f"/comites/reunions/{meeting_id}"
