"""The directory of the network: searched by all, kept by the supervisor."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.actors import ACTOR_KINDS
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.communities import community_choices
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actors.commands import add_actor, correct_actor
from services.coordination.actors.forms import ActorForm, CorrectedActorForm, typed_values
from services.coordination.actors.labels import kind_choices
from services.coordination.actors.model.actor import ActorDetails
from services.coordination.actors.model.perimeter import SECTORS
from services.coordination.actors.pages.cut import ARCHIVED, asked_cut, listing_of, unknown_in
from services.coordination.actors.queries import campus_choices, count_unplaced, search_actors
from services.coordination.actors.store import Actors
from services.coordination.permissions import (
    MANAGE_ACTORS,
    PERMISSIONS,
    SEE_ACTOR_PEOPLE,
    SEE_NETWORK,
)

router = Router()
ACTOR = "/annuaire/{actor_id}"


@router.page("/annuaire", action=SEE_NETWORK)
async def directory(request: Request, uow: RequestUnitOfWork) -> Response:
    """Who there is to work with (annuaire du réseau)."""
    listing, after = listing_of(request), asked_id(request, "apres")
    cut, archived = asked_cut(listing), ARCHIVED in listing.kept.values() and _may_manage(request)
    words = listing.filters["q"]
    page = await search_actors(uow, words=words, cut=cut, archived=archived, after=after)
    return render(
        request,
        "coordination/actors/actors.html",
        page=page,
        listing=listing,
        words=words.strip(),
        wrong=unknown_in(listing, cut),
        unplaced=await count_unplaced(uow, cut),
        archived=archived,
        first=after is None,
        labels=ACTOR_KINDS,
        kinds=kind_choices(),
        sectors=list(SECTORS.items()),
        commune_name=commune_name,
        may_manage=_may_manage(request),
        sees_people=PERMISSIONS.allows(context_of(request).user, SEE_ACTOR_PEOPLE),
    )


@router.page("/annuaire/nouveau", action=MANAGE_ACTORS)
async def new(request: Request, uow: RequestUnitOfWork) -> Response:
    """An empty entry."""
    return await _form(request, uow, Typed.blank(ActorForm))


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], actor_id: UUID | None = None
) -> Response:
    if typed.current:
        typed = replace(typed, current=_current(typed.current))
    sectors, communities = list(SECTORS.items()), community_choices()
    known = await Actors(uow).get(actor_id) if actor_id else None
    campus = known.details.perimeter.campus_id if known else None
    campuses = await campus_choices(uow, of=actor_id, chosen=campus)
    labels = {
        "kind": dict(kind_choices()),
        "sectors": SECTORS,
        "communities": dict(communities),
        "campus_id": dict(campuses),
        "whole_department": {"true": "Oui"},
    }
    return render(
        request,
        "coordination/actors/actor_form.html",
        typed=replace(typed, labels=labels),
        actor_id=actor_id,
        kinds=kind_choices(),
        sectors=sectors,
        communities=communities,
        campuses=campuses,
    )


@router.form("/annuaire/nouveau", action=MANAGE_ACTORS, redisplay=_new_again)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ActorForm], form_of(ActorForm)]
) -> Response:
    """Enter an actor."""
    actor_id = await add_actor(uow, details=typed.model.details())
    return see_other(f"/annuaire/{actor_id}", notice="Acteur ajouté à l’annuaire.")


@router.fragment("/annuaire/fragments/{actor_id}/nom", action=SEE_NETWORK)
async def name(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """The name of an actor, for pages that do not keep it."""
    found = await Actors(uow).get(actor_id)
    return render(request, "coordination/actors/fragment_actor_name.html", actor=found)


@router.page(f"{ACTOR}/correction", action=MANAGE_ACTORS)
async def correction(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """An actor to correct."""
    found = await Actors(uow).get(actor_id)
    typed = Typed.blank(CorrectedActorForm, **typed_values(found.details), version=found.version)
    return await _form(request, uow, typed, actor_id)


async def _correction_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    return await _form(request, uow, typed, actor_id)


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


def _current(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known since, as a form holds it."""
    details = {name: value for name, value in known.items() if name != "version"}
    return {**typed_values(ActorDetails(**details)), "version": known["version"]}


def _may_manage(request: Request) -> bool:
    return PERMISSIONS.allows(context_of(request).user, MANAGE_ACTORS)
