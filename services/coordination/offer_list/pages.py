"""The list of files, its files to take away, and its parts of the home page."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from fastapi import Request, Response

from contracts.coordination.offer_files import OfferChange, OfferState
from contracts.identifiers import SchoolYear, Uai
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.listing import Listing
from services.coordination.committees.queries import offered_lycees
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.offer_calendar.queries import read_next
from services.coordination.offer_files.labels import (
    CHANGES,
    CORRECTIONS,
    STATES,
    choices,
    labels,
)
from services.coordination.offer_files.queries import (
    ORDER,
    FileCut,
    ListedFile,
    count_states,
    read_files,
    years_of_files,
)
from services.coordination.offer_list.queries import BODIES_SOON, OWN_FILES, SOON_DAYS
from services.coordination.permissions import PERMISSIONS, PREPARE_OFFER, SEE_OFFER

router = Router()
FILES = "/offre"
EVERY = "tous"
WORDS_MAX = 100
COLUMNS = (
    *(Column("Formation", 40), Column("Diplôme", 24), Column("MEF", 14), Column("Type", 28)),
    *(Column("Lycée", 34), Column("État", 22), Column("Correction", 18), Column("Rentrée", 12)),
    *(Column("Capacité actuelle"), Column("Capacité demandée"), Column("Métiers (ROME)", 24)),
    *(Column("Territoire", 34), Column("Numéro dans Orion", 18), Column("Signaux")),
    Column("Dernier changement", 14),
)


@router.page(FILES, action=SEE_OFFER)
async def list_of_files(request: Request, uow: RequestUnitOfWork) -> Response:
    """Files of the evolution of the training offer (dossiers d’évolution)."""
    cut, wide = asked_cut(request), uow.scope.department_wide
    files = await read_files(uow, cut)
    years = await years_of_files(uow)
    return render(
        request,
        "coordination/offer_list/files.html",
        groups=_by_state(files),
        counts=await count_states(uow),
        order=[state for state in ORDER if wide or state is not OfferState.DRAFT],
        cut=cut,
        wide=wide,
        dates=await read_next(uow, lycees=() if wide else sorted(uow.scope.uais)),
        listing=Listing(FILES, ("etat",), "", filters_of(request)),
        state_choices=[*choices(STATES), (EVERY, "Tous les états")],
        change_choices=choices(CHANGES),
        lycee_choices=await offered_lycees(uow),
        year_choices=[(one, f"Rentrée {one[:4]}") for one in years],
        may_prepare=PERMISSIONS.allows(context_of(request).user, PREPARE_OFFER),
        **labels(),
    )


@router.page(f"{FILES}/liste.csv", action=SEE_OFFER)
@router.page(f"{FILES}/liste.xlsx", action=SEE_OFFER)
async def export_files(request: Request) -> Response:
    """The list as it is cut; no free text leaves with it."""
    cut = asked_cut(request)
    async with begin_piece(request) as uow:
        files = await read_files(uow, cut)
        names = await Lycees(uow).names()

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [_row(one) for one in files]

    above = about(request, "Dossiers d’évolution de l’offre de formation", *_said(cut, names))
    return await answer_export(request, "offre", COLUMNS, rows(), about=above)


@router.fragment("/reseau/fragments/offre", action=SEE_OFFER)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """Bodies that meet soon where files are not ready, for the supervisor; files about one’s lycée."""
    prepares = uow.scope.department_wide
    return render(
        request,
        "coordination/offer_list/fragment_today.html",
        soon=await BODIES_SOON.of(uow, given(request, uow)) if prepares else (),
        own=None if prepares else await OWN_FILES.of(uow, {}),
        **labels(),
    )


def given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """What the parts of the home page are read with."""
    first = local_date(uow.now)
    return {"today": first, "soon": first + timedelta(days=SOON_DAYS)}


def filters_of(request: Request) -> Mapping[str, str]:
    """What an address asks of the list, in its own words."""
    names = ("q", "etat", "type", "lycee_concerne", "rentree")
    return {name: request.query_params.get(name, "")[:WORDS_MAX] for name in names}


def asked_cut(request: Request) -> FileCut:
    """The same, understood; a word nobody knows asks nothing."""
    asked = filters_of(request)
    return FileCut(
        state=next((one for one in OfferState if one == asked["etat"]), None),
        everything=asked["etat"] == EVERY,
        change=next((one for one in OfferChange if one == asked["type"]), None),
        lycee=_known(Uai, asked["lycee_concerne"]),
        year=_known(SchoolYear, asked["rentree"]),
        words=asked["q"],
    )


def _known(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        return None


def _by_state(files: Sequence[ListedFile]) -> Mapping[OfferState, Sequence[ListedFile]]:
    groups: dict[OfferState, list[ListedFile]] = {}
    for one in files:
        groups.setdefault(one.file.state, []).append(one)
    return groups


def _said(cut: FileCut, names: Mapping[str, str]) -> Sequence[str]:
    """What a list is kept to, a line each, for a file."""
    return [
        *([f"État\u00a0: {STATES[cut.state][0]}"] if cut.state else []),
        *([f"Type\u00a0: {CHANGES[cut.change]}"] if cut.change else []),
        *([f"Lycée\u00a0: {names.get(cut.lycee, cut.lycee)}"] if cut.lycee else []),
        *([f"Rentrée\u00a0: {cut.year[:4]}"] if cut.year else []),
        *([f"Mots\u00a0: {cut.words}"] if cut.words else []),
    ]


def _row(one: ListedFile) -> Row:
    file, facts = one.file, one.file.facts
    return (
        *(facts.formation, facts.diploma, facts.mef, CHANGES[facts.change]),
        *(one.lycee, STATES[file.state][0]),
        CORRECTIONS[file.correction][0] if file.correction else None,
        facts.effect_year[:4],
        *(facts.capacity_now, facts.capacity_wanted, ", ".join(facts.trades) or None),
        *(community_name(facts.territory), facts.reference, one.signals),
        local_date(file.changed_at),
    )
