"""The pages of a teacher who is signed in: the pupils they follow in PFMP, and how each is, in two taps."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.access_notes import note_pupils
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.dismiss_alert import dismiss_alert
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.withdraw_follow_up import withdraw_follow_up
from services.internships.follow_ups.labels import CONTACT_KINDS, LEVELS
from services.internships.follow_ups.model import ABSENCE_DAYS_MAX, NOTE_CHARACTERS
from services.internships.follow_ups.pages.followed import blank_contact
from services.internships.host_desk.labels import AGAIN, PREPARED
from services.internships.host_desk.store import HostOpinions
from services.internships.hosts.pages import host_names, named
from services.internships.permissions import FOLLOW_OWN
from services.internships.referent_desk.forms import (
    OwnContactForm,
    OwnIncidentForm,
    OwnMistakeForm,
    OwnUntrueForm,
    OwnVisitForm,
)
from services.internships.referent_desk.pages.contact_details import with_tutors
from services.internships.referent_desk.queries import (
    OwnPupil,
    read_pupil_of_account,
    read_pupils_of_account,
)
from services.internships.visits.labels import WAYS
from services.internships.visits.pages import shown_visit

router = Router()
LIST = "/pfmp/mes-eleves"
SHOWN_AT_HOME = 6
THANKS = "Merci, c’est noté."


def account_of(request: Request) -> UUID:
    """The account whose page it is."""
    identity = context_of(request).identity
    if identity is None:
        raise AssertionError("a page behind a session has a reader")
    return identity.account_id


async def _pupils(request: Request, uow: UnitOfWork) -> Sequence[OwnPupil]:
    """Pupils of the reader, their hosts by name; who read them is noted."""
    pupils = await _noted(uow, await read_pupils_of_account(uow, account_of(request)))
    if not pupils:
        return pupils
    names = await host_names(request, pupils[0].uai, [one.host for one in pupils])
    return named(pupils, names)


async def _noted(uow: UnitOfWork, pupils: Sequence[OwnPupil]) -> Sequence[OwnPupil]:
    await note_pupils(uow, {one.uai for one in pupils})
    return pupils


@router.page(LIST, action=FOLLOW_OWN)
async def own_pupils(
    request: Request, uow: RequestUnitOfWork, *, eleve: UUID | None = None
) -> Response:
    """Their pupils of these weeks, or one of them: everything that may be told."""
    if eleve is None:
        return await _list(request, uow)
    return await _one_pupil(request, uow, None, eleve)


async def _list(request: Request, uow: UnitOfWork, refused: Refused[Any] | None = None) -> Response:
    pupils = await _noted(uow, await read_pupils_of_account(uow, account_of(request)))
    reached = await with_tutors(request, uow, pupils)
    return render(
        request,
        "internships/referent_desk/own_pupils.html",
        pupils=reached.pupils,
        told=reached.told,
        here=LIST,
        today=local_date(uow.now),
        visit_labels=WAYS,
        refused=refused,
    )


@router.fragment("/pfmp/fragments/mes-eleves", action=FOLLOW_OWN)
async def own_pupils_today(request: Request, uow: RequestUnitOfWork) -> Response:
    """The first of them, on the home page; who was not heard of for the longest time comes first."""
    pupils = sorted(
        await _pupils(request, uow), key=lambda one: (one.contacted_on or date.min, one.first_on)
    )
    return render(
        request,
        "internships/referent_desk/own_pupils_fragment.html",
        pupils=pupils[:SHOWN_AT_HOME],
        more=len(pupils) - SHOWN_AT_HOME,
        here=LIST,
        today=local_date(uow.now),
    )


async def _one_pupil(
    request: Request, uow: RequestUnitOfWork, typed: Typed[Any] | None, stay_id: UUID
) -> Response:
    pupil = await read_pupil_of_account(uow, account_of(request), stay_id)
    reached = await with_tutors(request, uow, await _noted(uow, [pupil]))
    (pupil,) = reached.pupils
    today = local_date(uow.now)
    noting = typed if typed and typed.form is OwnContactForm else None
    planning = shown_visit(typed, pupil.visit, today, OwnVisitForm)
    return render(
        request,
        "internships/referent_desk/desk_pupil.html",
        pupil=pupil,
        told=reached.told,
        desk=LIST,
        here=LIST,
        stay_id=stay_id,
        typed=noting or blank_contact(OwnContactForm, today, pupil.visit),
        refused=None if typed in (noting, planning["visiting"]) else typed,
        today=today,
        **planning,
        opinion=await HostOpinions(uow).of_placement(stay_id),
        again_labels=AGAIN,
        prepared_labels=PREPARED,
        kinds=choices(CONTACT_KINDS),
        levels=[(level.value, label) for level, (label, _) in LEVELS.items()],
        longest=NOTE_CHARACTERS,
        most=ABSENCE_DAYS_MAX,
    )


async def show_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """The page of the pupil, with what was refused; the list where it is nobody one follows."""
    try:
        return await _one_pupil(request, uow, typed, UUID(typed.value("stay_id")))
    except (ValueError, NotFound):
        return await _list(request, uow, typed)


@router.form(LIST, action=FOLLOW_OWN, redisplay=show_again)
async def tell(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnContactForm], form_of(OwnContactForm)],
) -> Response:
    """Tell of a visit, a call…, and how it goes."""
    form = typed.model
    pupil = await read_pupil_of_account(uow, account_of(request), form.stay_id)
    noted = await note_follow_up(
        uow,
        placement_id=pupil.placement_id,
        contact=form.contact,
        referent_id=pupil.referent_id,
        now=uow.now,
    )
    back = {"stay_id": str(form.stay_id), "follow_up_id": str(noted)}
    return see_other(LIST, notice=THANKS, undo=Undo(f"{LIST}/retrait", back))


@router.form(f"{LIST}/retrait", action=FOLLOW_OWN, redisplay=show_again)
async def take_back(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnMistakeForm], form_of(OwnMistakeForm)],
) -> Response:
    """Take a follow-up back: it was a mistake."""
    form = typed.model
    pupil = await read_pupil_of_account(uow, account_of(request), form.stay_id)
    await withdraw_follow_up(
        uow, follow_up_id=form.follow_up_id, referent_id=pupil.referent_id, now=uow.now
    )
    return see_other(LIST, notice="Retiré.")


@router.form(f"{LIST}/incident", action=FOLLOW_OWN, redisplay=show_again)
async def tell_incident(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnIncidentForm], form_of(OwnIncidentForm)],
) -> Response:
    """Something happened: the bureau is told at once, and confirms."""
    form = typed.model
    pupil = await read_pupil_of_account(uow, account_of(request), form.stay_id)
    new = uow.new_id()
    alert_id = await raise_alert(
        uow, placement_id=pupil.placement_id, matter=form.matter, alert_id=new, now=uow.now
    )
    back = {"stay_id": str(form.stay_id), "alert_id": str(new)}
    return see_other(
        LIST,
        notice="Merci\u202f: le bureau des entreprises est prévenu.",
        undo=Undo(f"{LIST}/incident/retrait", back) if alert_id == new else None,
    )


@router.form(f"{LIST}/incident/retrait", action=FOLLOW_OWN, redisplay=show_again)
async def take_incident_back(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OwnUntrueForm], form_of(OwnUntrueForm)],
) -> Response:
    """Take an incident back, as long as nobody has begun to deal with it: nothing happened."""
    form = typed.model
    pupil = await read_pupil_of_account(uow, account_of(request), form.stay_id)
    await dismiss_alert(
        uow,
        alert_id=form.alert_id,
        version=1,
        told_of=pupil.placement_id,
        role=uow.actor.role if uow.actor else None,
        now=uow.now,
    )
    return see_other(LIST, notice="Alerte retirée.")
