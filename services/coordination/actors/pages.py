"""The directory of the network: searched by all, kept by the supervisor."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actors.commands import (
    add_actor,
    archive_actor,
    correct_actor,
    restore_actor,
)
from services.coordination.actors.forms import ActorForm, CorrectedActorForm
from services.coordination.actors.labels import kind_choices
from services.coordination.actors.model import LABELS, OTHER_NAMES
from services.coordination.actors.queries import search_actors
from services.coordination.actors.store import Actors
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.permissions import (
    MANAGE_ACTORS,
    PERMISSIONS,
    PROPOSE_NEWS,
    SEE_NETWORK,
)

router = Router()
ACTOR = "/annuaire/{actor_id}"
ARCHIVED = "archives"
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page("/annuaire", action=SEE_NETWORK)
async def directory(
    request: Request,
    uow: RequestUnitOfWork,
    *,
    q: str = "",
    filtre: str = "",
    apres: UUID | None = None,
) -> Response:
    """Who there is to work with (annuaire du réseau)."""
    archived = filtre == ARCHIVED and _may_manage(request)
    page = await search_actors(uow, words=q, archived=archived, after=apres)
    return render(
        request,
        "coordination/actors/actors.html",
        page=page,
        words=q.strip(),
        archived=archived,
        first=apres is None,
        labels=LABELS,
        commune_name=commune_name,
        may_manage=_may_manage(request),
    )


@router.page("/annuaire/nouveau", action=MANAGE_ACTORS)
async def new(request: Request) -> Response:
    """An empty entry."""
    return _form(request, Typed.blank(ActorForm))


async def _new_again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any], actor_id: UUID | None = None) -> Response:
    if typed.current:
        typed = replace(typed, current=_shown(typed.current))
    return render(
        request,
        "coordination/actors/actor_form.html",
        typed=typed,
        actor_id=actor_id,
        kinds=kind_choices(),
    )


@router.form("/annuaire/nouveau", action=MANAGE_ACTORS, redisplay=_new_again)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ActorForm], form_of(ActorForm)]
) -> Response:
    """Enter an actor."""
    actor_id = await add_actor(uow, details=typed.model.details())
    return see_other(f"/annuaire/{actor_id}", notice="Acteur ajouté à l’annuaire.")


@router.page(ACTOR, action=SEE_NETWORK)
async def actor(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """One actor, and how to reach it."""
    return await _actor(request, uow, Typed.blank(DecisionForm), actor_id)


async def _actor(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    found = await Actors(uow).get(actor_id)
    return render(
        request,
        "coordination/actors/actor.html",
        actor=found,
        details=found.details,
        label=LABELS[found.details.kind],
        also=OTHER_NAMES.get(found.details.kind, ""),
        place=commune_name(found.details.commune),
        typed=typed,
        may_manage=_may_manage(request),
        logs_exchanges=bool(writable(request, PERMISSIONS, PROPOSE_NEWS)),
    )


@router.fragment("/annuaire/fragments/{actor_id}/nom", action=SEE_NETWORK)
async def name(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """The name of an actor, for pages that do not keep it."""
    found = await Actors(uow).get(actor_id)
    return render(request, "coordination/actors/fragment_actor_name.html", actor=found)


@router.page(f"{ACTOR}/correction", action=MANAGE_ACTORS)
async def correction(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """An actor to correct."""
    found = await Actors(uow).get(actor_id)
    typed = Typed.blank(CorrectedActorForm, **_shown(vars(found.details)), version=found.version)
    return _form(request, typed, actor_id)


async def _correction_again(request: Request, typed: Refused[Any], actor_id: UUID) -> Response:
    return _form(request, typed, actor_id)


@router.form(f"{ACTOR}/correction", action=MANAGE_ACTORS, redisplay=_correction_again)
async def correct(
    actor_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedActorForm], form_of(CorrectedActorForm)],
) -> Response:
    """Correct an actor."""
    form = typed.model
    await correct_actor(uow, actor_id=actor_id, version=form.version, details=form.details())
    return see_other(f"/annuaire/{actor_id}", notice="Acteur corrigé.")


@router.form(f"{ACTOR}/archivage", action=MANAGE_ACTORS, redisplay=_actor)
async def archive(actor_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Take an actor out of the directory."""
    await archive_actor(uow, actor_id=actor_id, version=typed.model.version, now=uow.now)
    notice = "Acteur archivé\u00a0: il n’est plus proposé. Vous pouvez le rétablir."
    return see_other(f"/annuaire/{actor_id}", notice=notice)


@router.form(f"{ACTOR}/retablissement", action=MANAGE_ACTORS, redisplay=_actor)
async def restore(actor_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Put an actor back."""
    await restore_actor(uow, actor_id=actor_id, version=typed.model.version)
    return see_other(f"/annuaire/{actor_id}", notice="Acteur remis dans l’annuaire.")


def _shown(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, with the commune as people write it."""
    return {**known, "commune": town_text(known["commune"], None)}


def _may_manage(request: Request) -> bool:
    return PERMISSIONS.allows(context_of(request).user, MANAGE_ACTORS)
