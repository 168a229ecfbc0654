"""The follow-up of a pupil at a host: visits and contacts, what is wrong, what has to be declared."""

from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Request, Response

from contracts.internships.follow_up import ReportLevel
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.follow_ups.commands.close_alert import close_alert
from services.internships.follow_ups.commands.dismiss_alert import dismiss_alert
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.tick_step import tick_step
from services.internships.follow_ups.commands.withdraw_follow_up import withdraw_follow_up
from services.internships.follow_ups.forms import (
    AlertForm,
    ContactForm,
    IncidentForm,
    StepForm,
)
from services.internships.follow_ups.labels import CONTACT_KINDS, LEVELS, SAID_AS, STEPS
from services.internships.follow_ups.model import ABSENCE_DAYS_MAX, NOTE_CHARACTERS, Step
from services.internships.follow_ups.queries import read_followed
from services.internships.follow_ups.store import Alerts
from services.internships.permissions import NOTE_FOLLOW_UP, PERMISSIONS, SEE_PFMP
from services.internships.placements.labels import STATUSES
from services.internships.visits.model import CONTACTS, Visit
from services.internships.visits.pages import shown_visit
from services.internships.visits.store import Visits

router = Router()
PAGE = "/pfmp/placements/{placement_id}/suivi"
ALERT = "/pfmp/alertes/{alert_id}"
AnyContact = TypeVar("AnyContact", bound=ContactForm)


@router.page(PAGE, action=SEE_PFMP)
async def followed(request: Request, placement_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Who was in touch about a pupil at a host, and what is wrong."""
    return await _followed(request, uow, None, placement_id)


def blank_contact(form: type[AnyContact], today: date, visit: Visit | None) -> Typed[AnyContact]:
    """A blank contact; of a visit that was to take place, with its day and what it was."""
    due = visit if visit and visit.plan.on <= today else None
    known = {"kind": CONTACTS[due.plan.way], "on": due.plan.on} if due else {"on": today}
    return Typed.blank(form, **known, level=ReportLevel.NONE)


async def show_followed(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], placement_id: UUID
) -> Response:
    """The page with what was refused, in the form it was typed in."""
    return await _followed(request, uow, typed, placement_id)


async def _followed(
    request: Request, uow: UnitOfWork, typed: Typed[Any] | None, placement_id: UUID
) -> Response:
    found = await read_followed(uow, placement_id)
    card = found.placement
    await note_reading(uow, action="see-placement", resource_id=card.id, uai=card.uai)
    today = local_date(uow.now)
    visit = await Visits(uow).standing(card.id)
    noting = (
        typed if typed and typed.form is ContactForm else blank_contact(ContactForm, today, visit)
    )
    planning = shown_visit(typed, visit, today)
    return draw(
        request,
        "internships/follow_ups/followed.html",
        of=card.uai,
        followed=found,
        placement=card,
        typed=noting,
        refused=None if typed in (noting, planning["visiting"]) else typed,
        today=today,
        **planning,
        kinds=choices(CONTACT_KINDS),
        kind_labels=CONTACT_KINDS,
        levels=_levels(),
        level_labels=LEVELS,
        statuses=STATUSES,
        steps=STEPS,
        roles=SAID_AS,
        longest=NOTE_CHARACTERS,
        most=ABSENCE_DAYS_MAX,
        may_note=any(uai == card.uai for uai, _ in writable(request, PERMISSIONS, NOTE_FOLLOW_UP)),
    )


def _levels() -> list[tuple[str, str]]:
    return [(level.value, label) for level, (label, _) in LEVELS.items()]


@router.form(PAGE, action=NOTE_FOLLOW_UP, redisplay=show_followed)
async def note(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ContactForm], form_of(ContactForm)],
) -> Response:
    """Note a visit or another contact."""
    contact = typed.model.contact
    noted = await note_follow_up(uow, placement_id=placement_id, contact=contact, now=uow.now)
    told = f"{CONTACT_KINDS[contact.kind]} notée." if contact.kind == "visit" else "Contact noté."
    return see_other(page_of(placement_id), notice=told, undo=Undo(f"/pfmp/suivis/{noted}/retrait"))


def page_of(placement_id: UUID) -> str:
    """The address of the page."""
    return f"/pfmp/placements/{placement_id}/suivi"


@router.form("/pfmp/suivis/{follow_up_id}/retrait", action=NOTE_FOLLOW_UP)
async def withdraw(
    follow_up_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """What was noted was a mistake."""
    placement_id = await withdraw_follow_up(uow, follow_up_id=follow_up_id, now=uow.now)
    return see_other(page_of(placement_id), notice="Retiré du suivi.")


@router.form(f"{PAGE}/incident", action=NOTE_FOLLOW_UP, redisplay=show_followed)
async def tell_incident(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[IncidentForm], form_of(IncidentForm)],
) -> Response:
    """Something happened: one button."""
    new, matter = uow.new_id(), typed.model.matter
    alert_id = await raise_alert(
        uow, placement_id=placement_id, matter=matter, alert_id=new, now=uow.now
    )
    told = "Alerte ouverte\u202f: voici ce qu’il reste à faire."
    undo = Undo(f"/pfmp/alertes/{new}/erreur", {"version": "1"}) if alert_id == new else None
    return see_other(page_of(placement_id), notice=told, undo=undo)


async def _refused(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], alert_id: UUID
) -> Response:
    """The page of the pupil the alert is about, with what was refused."""
    return await show_followed(request, uow, typed, await Alerts(uow).placement_of(alert_id))


@router.form(f"{ALERT}/cloture", action=NOTE_FOLLOW_UP, redisplay=_refused)
async def close(
    alert_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AlertForm], form_of(AlertForm)],
) -> Response:
    """Close an alert: it was dealt with."""
    alert = await close_alert(uow, alert_id=alert_id, version=typed.model.version, now=uow.now)
    undo = Undo(f"/pfmp/alertes/{alert_id}/reouverture", {"version": str(alert.version)})
    return see_other(page_of(alert.stay.placement_id), notice="Alerte close.", undo=undo)


@router.form(f"{ALERT}/erreur", action=NOTE_FOLLOW_UP, redisplay=_refused)
async def dismiss(
    alert_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AlertForm], form_of(AlertForm)],
) -> Response:
    """Dismiss an alert: there was nothing to deal with."""
    alert = await dismiss_alert(uow, alert_id=alert_id, version=typed.model.version, now=uow.now)
    undo = Undo(f"/pfmp/alertes/{alert_id}/reouverture", {"version": str(alert.version)})
    told = "Alerte retirée\u202f: elle était ouverte par erreur."
    return see_other(page_of(alert.stay.placement_id), notice=told, undo=undo)


@router.form(f"{ALERT}/reouverture", action=NOTE_FOLLOW_UP, redisplay=_refused)
async def reopen(
    alert_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AlertForm], form_of(AlertForm)],
) -> Response:
    """Reopen an alert: it was not dealt with."""
    alert = await close_alert(
        uow, alert_id=alert_id, version=typed.model.version, again=True, now=uow.now
    )
    return see_other(page_of(alert.stay.placement_id), notice="Alerte ouverte de nouveau.")


@router.form(f"{ALERT}/etapes", action=NOTE_FOLLOW_UP, redisplay=_refused)
async def tick(
    alert_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[StepForm], form_of(StepForm)],
) -> Response:
    """A step was done, or not after all."""
    form = typed.model
    alert = await tick_step(
        uow,
        alert_id=alert_id,
        version=form.version,
        step=form.step,
        done=form.done,
        now=uow.now,
    )
    return see_other(
        page_of(alert.stay.placement_id),
        notice=f"{'Fait' if form.done else 'Plus fait'}\u202f: {STEPS[Step(form.step)]}.",
    )
