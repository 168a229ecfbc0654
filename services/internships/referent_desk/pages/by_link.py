"""The page a referent teacher holds by a personal link: their pupils, and how each is, in two taps."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.base.errors import Conflict, Invalid, NotFound
from services.chassis.base.identity import Role
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.link_commands import do_once
from services.chassis.web.answers.offline_forms import is_sent_later, keeper_by_link, staying
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.dismiss_alert import dismiss_alert
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.withdraw_follow_up import withdraw_follow_up
from services.internships.follow_ups.forms import ContactForm, IncidentForm
from services.internships.follow_ups.labels import CONTACT_KINDS, LEVELS
from services.internships.follow_ups.model import ABSENCE_DAYS_MAX, NOTE_CHARACTERS
from services.internships.follow_ups.pages.followed import blank_contact
from services.internships.given_links.pages.links import LIST as LINKS
from services.internships.host_desk.labels import AGAIN, PREPARED
from services.internships.host_desk.store import HostOpinions
from services.internships.permissions import ASSIGN_REFERENTS
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referent_desk.forms import MistakeForm, UntrueForm
from services.internships.referent_desk.pages.contact_details import with_places
from services.internships.referent_desk.queries import (
    read_coded_desk,
    read_desk,
    read_open_desk,
    read_own_pupil,
)
from services.internships.visits.labels import WAYS
from services.internships.visits.pages import Done, shown_visit

router = Router()
PAGE = FOLLOWED_PUPILS.path
OWN = f"{PAGE}/{{follow_token}}"
PUPIL = f"{OWN}/{{followed_id}}"
PURPOSE = purpose_of(FOLLOWED_PUPILS)
VISITS = Pace(times=300, seconds=60)
"""A staff room has one address for all."""
ROLE = Role.REFERENT_TEACHER.value

Work = Callable[[UnitOfWork, UUID], Awaitable[Done]]
THANKS = "Merci, c’est noté."
WORDS = {
    "again_labels": AGAIN,
    "prepared_labels": PREPARED,
    "kinds": choices(CONTACT_KINDS),
    "levels": [(level.value, label) for level, (label, _) in LEVELS.items()],
    "longest": NOTE_CHARACTERS,
    "most": ABSENCE_DAYS_MAX,
}
"""What the page of a pupil offers to choose from."""
ALREADY = "C’est déjà noté."
"""Of a form that was sent twice."""


@router.form("/pfmp/referents/{referent_id}/lien", action=ASSIGN_REFERENTS)
async def give(
    referent_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Give a teacher their link, or another one: the one before ends."""
    link_id = await give_referent_link(uow, referent_id=referent_id, now=uow.now)
    return see_other(f"{LINKS}/{link_id}/impression")


@router.page(OWN, action=PUBLIC, secret=True)
async def desk(request: Request, follow_token: str) -> Response:
    """Their pupils of these weeks. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    work = runtime_of(request).work
    try:
        opened = work.links.read(PURPOSE, follow_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            shown, today = await read_desk(uow, opened.row_id), local_date(uow.now)
            link = await read_open_desk(uow, opened.row_id)
    except NotFound:
        return _over(request)
    reached = await with_places(request, shown.pupils)
    return render(
        request,
        "internships/referent_desk/desk.html",
        desk=replace(shown, pupils=reached.pupils),
        told=reached.told,
        here=f"{PAGE}/{follow_token}",
        today=today,
        visit_labels=WAYS,
        kept_by_link=keeper_by_link(link.about, f"{PAGE}/{follow_token}"),
    )


@router.page(PUPIL, action=PUBLIC, secret=True)
async def one_pupil(request: Request, follow_token: str, followed_id: UUID) -> Response:
    """One pupil: everything that may be told."""
    VISITS.count(visitor_of(request))
    return await _one_pupil(request, follow_token, followed_id)


async def _one_pupil(
    request: Request,
    follow_token: str,
    placement_id: UUID,
    typed: Typed[Any] | None = None,
    status: int = 200,
) -> Response:
    work = runtime_of(request).work
    try:
        opened = work.links.read(PURPOSE, follow_token)
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            pupil = await read_own_pupil(uow, opened.row_id, placement_id)
            link = await read_open_desk(uow, opened.row_id)
            opinion = await HostOpinions(uow).of_placement(placement_id)
            today = local_date(uow.now)
    except NotFound:
        return _over(request, typed)
    reached = await with_places(request, [pupil])
    (pupil,) = reached.pupils
    noting = typed if typed and typed.form is ContactForm else None
    planning = shown_visit(typed, pupil.visit, today)
    return render(
        request,
        "internships/referent_desk/desk_pupil.html",
        status=status,
        pupil=pupil,
        told=reached.told,
        desk=f"{PAGE}/{follow_token}",
        here=f"{PAGE}/{follow_token}/{placement_id}",
        stay_id=None,
        typed=noting or blank_contact(ContactForm, today, pupil.visit),
        refused=None if typed in (noting, planning["visiting"]) else typed,
        today=today,
        **planning,
        opinion=opinion,
        **WORDS,
        kept_by_link=keeper_by_link(link.about, f"{PAGE}/{follow_token}"),
    )


def _over(request: Request, typed: Typed[Any] | None = None) -> Response:
    # Closed, over, of somebody else's pupil or never given: one answer.
    return render(request, "internships/referent_desk/desk_over.html", status=404, typed=typed)


async def do_by_link(
    request: Request, at: tuple[str, UUID], typed: Typed[Any], work: Work
) -> Response:
    """Note what was told of one's own pupil; what was refused is shown again as it was."""
    VISITS.count(visitor_of(request))
    follow_token, placement_id = at
    done: list[Done] = []
    try:
        opened = runtime_of(request).work.links.read(PURPOSE, follow_token)

        async def act(uow: UnitOfWork) -> None:
            await read_own_pupil(uow, opened.row_id, placement_id)
            link = await read_open_desk(uow, opened.row_id)
            done.append(await work(uow, link.about))

        await do_once(request, opened, act)
    except NotFound:
        if is_sent_later(request):
            raise
        return _over(request, typed)
    except (Invalid, Conflict) as refused:
        if is_sent_later(request):
            raise
        again = typed.refused(refused)
        return await _one_pupil(request, follow_token, placement_id, again, refused.status)
    here = f"{PAGE}/{follow_token}"
    told = done[0] if done else Done(ALREADY)
    undo = Undo(f"{here}/{placement_id}/{told.way}", told.back or {}) if told.way else None
    return staying(request, see_other(here, notice=told.notice, undo=undo))


@router.form(PUPIL, action=PUBLIC, recorded=False, secret=True)
async def tell(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[ContactForm], form_of(ContactForm)],
) -> Response:
    """Tell of a visit, a call…, and how it goes."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:
        noted = await note_follow_up(
            uow,
            placement_id=followed_id,
            contact=typed.model.contact,
            referent_id=referent_id,
            role=ROLE,
            now=uow.now,
        )
        return Done(THANKS, "retrait", {"follow_up_id": str(noted)})

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{PUPIL}/incident", action=PUBLIC, recorded=False, secret=True)
async def tell_incident(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[IncidentForm], form_of(IncidentForm)],
) -> Response:
    """Something happened: the bureau sees it at once, and confirms."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:  # noqa: ARG001  said as a teacher
        new = uow.new_id()
        alert_id = await raise_alert(
            uow,
            placement_id=followed_id,
            matter=typed.model.matter,
            role=ROLE,
            alert_id=new,
            now=uow.now,
        )
        told = "Merci\u202f: le bureau des entreprises est prévenu sur sa page du jour."
        back = {"alert_id": str(new)}
        return Done(told, "incident/retrait", back) if alert_id == new else Done(told)

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{PUPIL}/retrait", action=PUBLIC, recorded=False, secret=True)
async def take_back(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[MistakeForm], form_of(MistakeForm)],
) -> Response:
    """Take a follow-up back: it was a mistake."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:
        await withdraw_follow_up(
            uow, follow_up_id=typed.model.follow_up_id, referent_id=referent_id, now=uow.now
        )
        return Done("Retiré.")

    return await do_by_link(request, (follow_token, followed_id), typed, work)


@router.form(f"{PUPIL}/incident/retrait", action=PUBLIC, recorded=False, secret=True)
async def take_incident_back(
    request: Request,
    follow_token: str,
    followed_id: UUID,
    typed: Annotated[Typed[UntrueForm], form_of(UntrueForm)],
) -> Response:
    """Take an incident back, as long as nobody has begun to deal with it: nothing happened."""

    async def work(uow: UnitOfWork, referent_id: UUID) -> Done:  # noqa: ARG001  said as a teacher
        await dismiss_alert(
            uow,
            alert_id=typed.model.alert_id,
            version=1,
            told_of=followed_id,
            role=ROLE,
            now=uow.now,
        )
        return Done("Alerte retirée.")

    return await do_by_link(request, (follow_token, followed_id), typed, work)


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(FOLLOWED_PUPILS.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=FOLLOWED_PUPILS, purpose=PURPOSE, read=read_coded_desk
    )
