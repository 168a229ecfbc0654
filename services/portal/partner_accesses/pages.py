"""« Ouvrir un accès » on the page of an actor: the directory says to whom, the portal opens it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.actor_people import (
    ACTOR_PERSON_ACCESS,
    ActorPersonAccess,
    ActorPersonAccessRequest,
    ActorPersonId,
)
from services.chassis.base.identity import Role
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.accesses.pages.choices import powers
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import PARIS
from services.portal.partner_accesses.commands import (
    last_ended,
    open_partner_access,
    reopen_partner_access,
)
from services.portal.partner_accesses.forms import PartnerAccessForm, ReopenedAccessForm
from services.portal.partner_accesses.model import (
    DirectorySilent,
    PersonAway,
    PersonWithoutAddress,
)
from services.portal.permissions import GIVE_PARTNER_ACCESS

router = Router()


async def _refused(request: Request, typed: Refused[Any]) -> Response:
    return render(request, "portal/partner_accesses/refused.html", typed=typed)


@router.form("/acces/partenaires", action=GIVE_PARTNER_ACCESS, redisplay=_refused)
async def open_access(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PartnerAccessForm], form_of(PartnerAccessForm)],
) -> Response:
    """Open it and write the invitation; the account answers for the actor as soon as the directory hears."""
    form = typed.model
    try:
        person, mail = await _person(request, uow, form)
    except DirectorySilent:
        return await _unasked(request, uow, form)
    account_id = await open_partner_access(
        uow,
        actor_id=person.actor_id,
        person_id=form.person_id,
        mail=mail,
        display_name=person.person,
        powers=powers(request),
        now=uow.now,
    )
    notice = "Accès ouvert\u202f: un courriel l’invite à choisir son mot de passe."
    return _opened(person.actor_id, account_id, notice, now=uow.now)


@router.form("/acces/partenaires/retour", action=GIVE_PARTNER_ACCESS, redisplay=_refused)
async def reopen_access(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ReopenedAccessForm], form_of(ReopenedAccessForm)],
) -> Response:
    """Give an access again that was just taken back, to the same account."""
    form = typed.model
    # Nothing is asked about an account that has nothing to be given again.
    await last_ended(uow, account_id=form.account_id)
    try:
        person, mail = await _person(request, uow, form)
    except DirectorySilent:
        return await _unasked(request, uow, form)
    if form.account_id not in person.ended:
        raise PersonAway
    await reopen_partner_access(
        uow,
        account_id=form.account_id,
        actor_id=person.actor_id,
        person_id=form.person_id,
        mail=mail,
        powers=powers(request),
        now=uow.now,
    )
    notice = "Accès rendu\u202f: un courriel l’invite à choisir de nouveau son mot de passe."
    return _opened(person.actor_id, form.account_id, notice, now=uow.now)


def _opened(actor_id: UUID, account_id: UUID, notice: str, *, now: datetime) -> Response:
    actor = f"/annuaire/{actor_id}"
    # Which opening it takes back: the directory may know an older end of the same account alone.
    opening = {"account_id": str(account_id), "opened_at": now.isoformat()}
    undo = Undo(f"{actor}/comptes/fin", opening)
    return see_other(f"{actor}/comptes?ouvert={account_id}", notice=notice, undo=undo)


async def _unasked(request: Request, uow: UnitOfWork, form: PartnerAccessForm) -> Response:
    """What is known while the directory is silent, and the same button to press again."""
    return render(
        request,
        "portal/partner_accesses/silent.html",
        status=DirectorySilent.status,
        form=form,
        partners=await Accounts(uow).holding(
            Role.PARTNER, None, on=uow.now.astimezone(PARIS).date()
        ),
    )


async def _person(
    request: Request, uow: UnitOfWork, form: PartnerAccessForm
) -> tuple[ActorPersonAccess, str]:
    """Who it is, and where they are written to."""
    person = await _asked(request, uow, form.person_id)
    if not person.standing or person.actor_id != form.actor_id:
        raise PersonAway
    if person.mail is None:
        raise PersonWithoutAddress
    return person, person.mail


async def _asked(request: Request, uow: UnitOfWork, person_id: UUID) -> ActorPersonAccess:
    asked = ActorPersonAccessRequest(actor_person_id=ActorPersonId(person_id))
    try:
        return await runtime_of(request).ask(ACTOR_PERSON_ACCESS, uow.department_uai, asked)
    except QuestionRefused:
        raise PersonAway from None
    except QuestionUnanswered:
        raise DirectorySilent from None
