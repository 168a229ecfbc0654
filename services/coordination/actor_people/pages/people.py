"""People of an actor: noted, informed, corrected, confirmed, put away, brought back, erased."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_accounts.pages.holders import ask_addresses
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actor_people.commands import (
    bring_person_back,
    confirm_person,
    correct_person,
    erase_person,
    inform_person,
    note_person,
    put_person_away,
)
from services.coordination.actor_people.forms import CorrectedPersonForm, PersonForm
from services.coordination.actor_people.labels import LETTER_ADVICE, LETTER_STATES, informed_choices
from services.coordination.actor_people.model import (
    ERASED_AFTER,
    REFUSED_YEARS,
    ActorPerson,
    address_of,
)
from services.coordination.actor_people.store import ActorPeople, InformingLetters
from services.coordination.actors.store import Actors
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import MANAGE_ACTORS

router = Router()
NEW = "/annuaire/{actor_id}/personnes"
PERSON = "/annuaire/personnes/{actor_person_id}"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(NEW, action=MANAGE_ACTORS)
async def new(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """The form of a person who is not noted yet."""
    today = local_date(uow.now)
    return await _new(request, uow, Typed.blank(PersonForm, informed_on=today), actor_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    return await _form(request, uow, typed, actor_id, None)


@router.form(NEW, action=MANAGE_ACTORS, redisplay=_new)
async def note(
    actor_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PersonForm], form_of(PersonForm)],
) -> Response:
    """Note somebody."""
    person_id = await note_person(
        uow, actor_id=actor_id, details=typed.model.details(), now=uow.now
    )
    undo = Undo(f"/annuaire/personnes/{person_id}/effacement", {"version": "1"})
    notice = "Personne notée."
    if typed.model.details().by_passerelle:
        notice += " Le courriel qui la prévient part à sa prochaine heure de bureau."
    return see_other(_of(actor_id), notice=notice, undo=undo)


@router.page(PERSON, action=MANAGE_ACTORS)
async def person(request: Request, uow: RequestUnitOfWork, actor_person_id: UUID) -> Response:
    """A person to correct."""
    return await _person(request, uow, Typed.blank(DecisionForm), actor_person_id)


async def _person(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_person_id: UUID
) -> Response:
    one = await ActorPeople(uow).get(actor_person_id)
    sent = issubclass(typed.form, PersonForm)
    lost = typed if sent else None
    if not sent:
        known = Typed.blank(CorrectedPersonForm, **vars(one.details), version=one.version)
        typed = Typed(CorrectedPersonForm, known.values, typed.errors, typed.refusal)
    opened = (await ActorAccounts(uow).opened_of(one.actor_id)).get(one.id)
    mails = await ask_addresses(request, uow, [opened.account_id] if opened else [])
    former = next(
        (mail for mail in mails.values() if address_of(mail) != one.details.address), None
    )
    return await _form(request, uow, typed, one.actor_id, one, lost=lost, former=former)


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    actor_id: UUID,
    one: ActorPerson | None,
    *,
    lost: Typed[Any] | None = None,
    former: str | None = None,
) -> Response:
    """`former`: the address their account still has, where theirs was corrected since."""
    return render(
        request,
        "coordination/actor_people/person_form.html",
        typed=replace(typed, labels={"informed_by": dict(informed_choices())}),
        actor=await Actors(uow).get(actor_id),
        person=one,
        lost=lost,
        former=former,
        informed=informed_choices(),
        letters=await InformingLetters(uow).of(one.id) if one else (),
        letter_states=LETTER_STATES,
        letter_advice=LETTER_ADVICE,
        erased_after=ERASED_AFTER.days,
        refused_years=REFUSED_YEARS,
        today=local_date(uow.now),
    )


@router.form(PERSON, action=MANAGE_ACTORS, redisplay=_person)
async def correct(
    actor_person_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedPersonForm], form_of(CorrectedPersonForm)],
) -> Response:
    """Correct a person."""
    form, before = typed.model, await ActorPeople(uow).get(actor_person_id)
    await correct_person(
        uow, person_id=actor_person_id, version=form.version, details=form.details(), now=uow.now
    )
    notice = "Personne corrigée."
    opened = await ActorAccounts(uow).opened_of(before.actor_id)
    if before.id in opened and form.details().address != before.details.address:
        notice += " Son accès garde l’ancienne adresse\u202f: voyez à côté de son nom que faire."
    return see_other(_of(before.actor_id), notice=notice)


@router.form(f"{PERSON}/confirmation", action=MANAGE_ACTORS, redisplay=_person)
async def confirm(actor_person_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Note that all is still so."""
    version = typed.model.version
    one = await confirm_person(uow, person_id=actor_person_id, version=version, now=uow.now)
    return see_other(_of(one.actor_id), notice="Coordonnées confirmées aujourd’hui.")


@router.form(f"{PERSON}/information", action=MANAGE_ACTORS, redisplay=_person)
async def inform(actor_person_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Write once more that they are noted."""
    version = typed.model.version
    one = await inform_person(uow, person_id=actor_person_id, version=version, now=uow.now)
    notice = (
        "Le courriel d’information est redemandé\u202f: il part à la prochaine heure de bureau."
    )
    return see_other(f"/annuaire/personnes/{one.id}", notice=notice)


@router.form(f"{PERSON}/depart", action=MANAGE_ACTORS, redisplay=_person)
async def put_away(actor_person_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Note that somebody left."""
    version = typed.model.version
    one = await put_person_away(uow, person_id=actor_person_id, version=version, now=uow.now)
    undo = Undo(f"/annuaire/personnes/{one.id}/retour", {"version": str(one.version)})
    return see_other(
        _of(one.actor_id), notice="Cette personne n’est plus parmi celles à joindre.", undo=undo
    )


@router.form(f"{PERSON}/retour", action=MANAGE_ACTORS, redisplay=_person)
async def bring_back(actor_person_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have somebody there again."""
    version = typed.model.version
    one = await bring_person_back(uow, person_id=actor_person_id, version=version)
    undo = Undo(f"/annuaire/personnes/{one.id}/depart", {"version": str(one.version)})
    return see_other(
        _of(one.actor_id), notice="Cette personne est de nouveau à joindre.", undo=undo
    )


@router.form(f"{PERSON}/effacement", action=MANAGE_ACTORS, redisplay=_person)
async def erase(actor_person_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Erase somebody for good."""
    version = typed.model.version
    actor_id = await erase_person(uow, person_id=actor_person_id, version=version, now=uow.now)
    notice = "Cette personne est effacée\u202f; les échanges restent, sans son nom."
    return see_other(_of(actor_id), notice=notice)


def _of(actor_id: UUID) -> str:
    return f"/annuaire/{actor_id}#personnes"
