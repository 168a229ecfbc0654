"""The card of an actor: read by all, archived and put back by the supervisor."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.actors import ACTOR_KINDS
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_accounts.pages.holders import ask_addresses
from services.coordination.actor_agreements.labels import STATES
from services.coordination.actor_cards.queries import EXCHANGES_SHOWN, read_card
from services.coordination.actor_exchanges.labels import KINDS, PURPOSES
from services.coordination.actor_people.store import note_people_seen
from services.coordination.actors.commands import archive_actor, restore_actor
from services.coordination.actors.model.actor import OTHER_NAMES
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import (
    MANAGE_ACTORS,
    PERMISSIONS,
    PROPOSE_NEWS,
    SEE_ACTOR_PEOPLE,
    SEE_NETWORK,
)

router = Router()
ACTOR = "/annuaire/{actor_id}"
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(ACTOR, action=SEE_NETWORK)
async def actor(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """One actor: who it is, whom to call, when one last spoke."""
    return await _actor(request, uow, Typed.blank(DecisionForm), actor_id)


async def _actor(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    today, sees_people = local_date(uow.now), _may(request, SEE_ACTOR_PEOPLE)
    card = await read_card(uow, actor_id, today=today, sees_people=sees_people)
    details, may_manage = card.actor.details, _may(request, MANAGE_ACTORS)
    opened = {one.account_id: person_id for person_id, one in card.accesses.items()}
    mails = await ask_addresses(request, uow, list(opened) if may_manage else [])
    if card.people:
        await note_people_seen(uow, action=SEE_ACTOR_PEOPLE.name, actor_id=actor_id)
    return render(
        request,
        "coordination/actor_cards/actor.html",
        card=card,
        actor=card.actor,
        details=details,
        label=ACTOR_KINDS[details.kind],
        also=OTHER_NAMES.get(details.kind, ""),
        place=commune_name(details.commune),
        typed=typed,
        today=today,
        states=STATES,
        kinds=KINDS,
        purposes=PURPOSES,
        exchanges_shown=EXCHANGES_SHOWN,
        sees_people=sees_people,
        may_manage=may_manage,
        former=card.former({opened[account_id]: mail for account_id, mail in mails.items()}),
        logs_exchanges=bool(writable(request, PERMISSIONS, PROPOSE_NEWS)),
    )


@router.form(f"{ACTOR}/archivage", action=MANAGE_ACTORS, redisplay=_actor)
async def archive(actor_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take an actor out of the directory."""
    version = typed.model.version
    await archive_actor(uow, actor_id=actor_id, version=version, now=uow.now)
    undo = Undo(f"/annuaire/{actor_id}/retablissement", {"version": str(version + 1)})
    notice = "Acteur archivé\u00a0: il n’est plus proposé. Vous pouvez le rétablir."
    return see_other(f"/annuaire/{actor_id}", notice=notice, undo=undo)


@router.form(f"{ACTOR}/retablissement", action=MANAGE_ACTORS, redisplay=_actor)
async def restore(actor_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Put an actor back."""
    await restore_actor(uow, actor_id=actor_id, version=typed.model.version)
    return see_other(f"/annuaire/{actor_id}", notice="Acteur remis dans l’annuaire.")


def _may(request: Request, action: Action) -> bool:
    return PERMISSIONS.allows(context_of(request).user, action)
