"""Preparing a file, and correcting what it says."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Mef, SchoolYear
from services.chassis.reference.nomenclatures.communities import community_choices
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.committees.queries import offered_lycees
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_cards.forms import ChangedFileForm, FileForm
from services.coordination.offer_cards.pages.card import FILE, show_file
from services.coordination.offer_files.commands import correct_file, prepare_file
from services.coordination.offer_files.labels import CHANGES, choices, year_choices
from services.coordination.offer_files.model.offer_file import (
    CAPACITY_MAX,
    REFERENCE_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    shown,
)
from services.coordination.offer_files.store import OfferFiles
from services.coordination.permissions import PREPARE_OFFER

router = Router()
NEW = "/offre/nouveau"


@router.page(NEW, action=PREPARE_OFFER)
async def new(request: Request, uow: RequestUnitOfWork) -> Response:
    """An empty file."""
    return await _new(request, uow, Typed.blank(FileForm))


async def _new(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed, None)


@router.form(NEW, action=PREPARE_OFFER, redisplay=_new)
async def prepare(
    uow: RequestUnitOfWork, typed: Annotated[Typed[FileForm], form_of(FileForm)]
) -> Response:
    """Begin a file as a draft."""
    form = typed.model
    facts = form.facts(await _label(uow, form.mef))
    file_id = await prepare_file(uow, facts=facts, now=uow.now)
    notice = "Brouillon enregistré. Le lycée ne le voit pas tant que vous ne le proposez pas."
    return see_other(f"/offre/{file_id}", notice=notice)


@router.page(f"{FILE}/correction", action=PREPARE_OFFER)
async def edit(request: Request, uow: RequestUnitOfWork, offer_file_id: UUID) -> Response:
    """A file to correct; what is voted or deleted is shown as it is."""
    one = await OfferFiles(uow).get(offer_file_id)
    if not one.is_open:
        return await show_file(request, uow, Typed.blank(FormModel), offer_file_id)
    known = shown(one.facts)
    if one.facts.mef and known["formation"] == await _label(uow, one.facts.mef):
        known["formation"] = None
    typed = Typed.blank(ChangedFileForm, **known, version=one.version)
    return await _edit(request, uow, typed, offer_file_id)


async def _edit(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], offer_file_id: UUID
) -> Response:
    await OfferFiles(uow).get(offer_file_id)
    return await _form(request, uow, typed, offer_file_id)


@router.form(f"{FILE}/correction", action=PREPARE_OFFER, redisplay=_edit)
async def correct(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ChangedFileForm], form_of(ChangedFileForm)],
) -> Response:
    """Say otherwise what is asked."""
    form = typed.model
    facts = form.facts(await _label(uow, form.mef))
    await correct_file(uow, file_id=offer_file_id, version=form.version, facts=facts, now=uow.now)
    return see_other(f"/offre/{offer_file_id}", notice="Dossier corrigé.")


async def _label(uow: UnitOfWork, mef: Mef | None) -> str | None:
    known = (await Formations(uow).all()).get(mef) if mef else None
    return known.label if known else None


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], file_id: UUID | None
) -> Response:
    return render(
        request,
        "coordination/offer_cards/file_form.html",
        typed=typed,
        file_id=file_id,
        lycees=await offered_lycees(uow),
        formations=await Formations(uow).choices(),
        change_choices=choices(CHANGES),
        years=year_choices(SchoolYear.of(local_date(uow.now)), *_years(typed.value("effect_year"))),
        territories=community_choices(),
        capacity_max=CAPACITY_MAX,
        reference_max=REFERENCE_CHARACTERS_MAX,
        text_max=TEXT_CHARACTERS_MAX,
    )


def _years(typed: str) -> list[SchoolYear]:
    try:
        return [SchoolYear(typed)] if typed else []
    except ValueError:
        return []
