"""The accounts of an actor: who answers for it with an account, tied and untied by the supervisor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import Unavailable
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_accounts.commands import end_access, tie_account, untie_account
from services.coordination.actor_accounts.forms import AccountForm, EndedAccessForm
from services.coordination.actor_accounts.model import EndedAccess, NotAPartner, is_closing
from services.coordination.actor_accounts.pages.holders import ask_partners
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actors.store import Actors
from services.coordination.permissions import MANAGE_ACTORS

router = Router()
ACCOUNTS = "/annuaire/{actor_id}/comptes"
REOPENED_BY_THE_PORTAL = "/acces/partenaires/retour"
Account = Annotated[Typed[AccountForm], form_of(AccountForm)]
Ended = Annotated[Typed[EndedAccessForm], form_of(EndedAccessForm)]


@dataclass(frozen=True)
class Partner:
    """An account of a partner, and the actor it answers for by name; without a name once its access ended."""

    account_id: UUID
    name: str | None
    mail: str | None
    actor_id: UUID | None
    actor: str | None = None
    since: datetime | None = None
    """When its access was opened for a person; None where an account was tied."""
    closing: bool = False
    """Whether its access ended a moment ago: the portal names it until it has closed it."""


@router.page(ACCOUNTS, action=MANAGE_ACTORS)
async def accounts(
    request: Request, uow: RequestUnitOfWork, actor_id: UUID, ouvert: UUID | None = None
) -> Response:
    """Who answers for an actor with an account, and who may; `ouvert`: one the portal just opened."""
    return await _shown(request, uow, Typed.blank(AccountForm), actor_id, opened=ouvert)


async def _accounts(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    return await _shown(request, uow, typed, actor_id)


async def _shown(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    actor_id: UUID,
    *,
    opened: UUID | None = None,
    status: int = 200,
) -> Response:
    actor = await Actors(uow).get(actor_id)
    # Who did not answer a moment ago is not waited for a second time.
    known = await _partners(request, uow) if status == 200 else None
    partners = await _listed(uow, known or {}, actor_id)
    return render(
        request,
        "coordination/actor_accounts/accounts.html",
        status=status,
        typed=typed,
        actor=actor,
        # What was pressed is refused while nobody says who holds an account.
        refused=status != 200,
        unanswered=known is None,
        own=[one for one in partners if one.actor_id == actor_id],
        # It is tied as soon as what the portal told is heard.
        coming=[one for one in partners if one.actor_id is None and one.account_id == opened],
        free=[
            one
            for one in partners
            if one.actor_id is None and one.account_id != opened and not one.closing
        ],
        elsewhere=[one for one in partners if one.actor_id not in (None, actor_id) and one.name],
    )


async def _partners(request: Request, uow: UnitOfWork) -> Mapping[UUID, tuple[str, str]] | None:
    try:
        return await ask_partners(request, uow)
    except Unavailable:
        return None


@router.form(ACCOUNTS, action=MANAGE_ACTORS, redisplay=_accounts)
async def tie(request: Request, actor_id: UUID, uow: RequestUnitOfWork, typed: Account) -> Response:
    """Have a partner answer for the actor."""
    account_id = typed.model.account_id
    try:
        partners = await ask_partners(request, uow)
    except Unavailable:
        return await _shown(request, uow, typed, actor_id, status=503)
    if account_id not in partners:
        raise NotAPartner
    await tie_account(uow, actor_id=actor_id, account_id=account_id, now=uow.now)
    notice = "Compte rattaché\u202f: il voit les besoins confiés à cet acteur, et y répond."
    return _done(actor_id, "retrait", account_id, notice)


@router.form(f"{ACCOUNTS}/retrait", action=MANAGE_ACTORS, redisplay=_accounts)
async def untie(actor_id: UUID, uow: RequestUnitOfWork, typed: Account) -> Response:
    """Have it answer for the actor no more."""
    account_id = typed.model.account_id
    await untie_account(uow, actor_id=actor_id, account_id=account_id)
    return _done(actor_id, "", account_id, "Compte détaché\u202f: il ne voit plus ces besoins.")


@router.form(f"{ACCOUNTS}/fin", action=MANAGE_ACTORS, redisplay=_accounts)
async def end(actor_id: UUID, uow: RequestUnitOfWork, typed: Ended) -> Response:
    """End the access that was opened for a person of the actor; pressed again, it says that it was."""
    account_id = typed.model.account_id
    await Actors(uow).get(actor_id)
    ended, now = await end_access(
        *(uow,),
        actor_id=actor_id,
        account_id=account_id,
        opened_at=typed.model.opened_at,
        now=uow.now,
    )
    whose = {"account_id": account_id, "person_id": ended.person_id, "actor_id": actor_id}
    fields = {name: str(one) for name, one in whose.items()}
    return see_other(
        f"/annuaire/{actor_id}/comptes",
        notice=_ended_notice(ended, now),
        undo=Undo(REOPENED_BY_THE_PORTAL, fields) if ended.may_return(uow.now) else None,
    )


def _ended_notice(ended: EndedAccess, now: bool) -> str:
    if ended.unused_on is not None:
        return "Accès déjà terminé\u202f: le compte, resté inutilisé, avait été fermé."
    done = "Accès retiré" if now else "Accès déjà retiré"
    return f"{done}\u202f: le compte est fermé, et son invitation n’ouvre plus rien."


def _done(actor_id: UUID, back: str, account_id: UUID, notice: str) -> Response:
    here = f"/annuaire/{actor_id}/comptes"
    undo = Undo(f"{here}/{back}".rstrip("/"), {"account_id": str(account_id)})
    return see_other(here, notice=notice, undo=undo)


async def _listed(
    uow: UnitOfWork, known: Mapping[UUID, tuple[str, str]], shown_id: UUID
) -> Sequence[Partner]:
    tied = await ActorAccounts(uow).all()
    names = {one: (await Actors(uow).get(one)).details.name for one in set(tied.values())}
    opened = (await ActorAccounts(uow).opened_of(shown_id)).values()
    since = {one.account_id: one.since for one in opened}
    ended = await ActorAccounts(uow).ended_at(known)
    found = []
    for account_id in {**dict.fromkeys(tied), **dict.fromkeys(known)}:
        name, mail = known.get(account_id, (None, None))
        actor_id = tied.get(account_id)
        partner = Partner(
            *(account_id, name, mail, actor_id),
            actor=names[actor_id] if actor_id else None,
            since=since.get(account_id),
            closing=is_closing(ended.get(account_id), uow.now),
        )
        found.append(partner)
    return sorted(found, key=lambda one: one.name or "")
