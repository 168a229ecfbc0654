"""Merging two cards with a preview, field by field; annulling or separating."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.form_values import named
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.labels import DIFFUSIONS, LEGAL_FORMS
from services.partnerships.companies.pages import show_card, writer
from services.partnerships.merges.commands import Looked, merge_companies, undo_merge
from services.partnerships.merges.forms import MergeForm, SeparationForm
from services.partnerships.merges.queries import (
    MergePreview,
    read_merge,
    read_mergeable,
    read_separation,
)
from services.partnerships.permissions import MANAGE_COMPANIES

router = Router()
LABELS = {
    "name": "Nom",
    "legal_form": "Forme juridique",
    "diffusion": "Diffusion",
    "naf": "Code NAF",
}


@router.page("/entreprises/{company_id}/fusion", action=MANAGE_COMPANIES)
async def merging(
    request: Request,
    company_id: UUID,
    uow: RequestUnitOfWork,
    avec: UUID | None = None,
    q: str = "",
) -> Response:
    """Which card to merge with; then both, side by side."""
    if avec is None:
        return render(
            request,
            "partnerships/merges/choice.html",
            company=(await read_company(uow, company_id)).company,
            found=await read_mergeable(uow, company_id, q, await hosts_called(request, uow, q)),
            words=q.strip(),
        )
    preview = await read_merge(uow, company_id, avec)
    typed = Typed.blank(
        MergeForm,
        other=avec,
        version=preview.kept.company.version,
        other_version=preview.other.company.version,
        same=preview.likely,
        **dict.fromkeys(LABELS, "kept"),
    )
    return _preview(request, typed, preview)


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    other = named(typed, "other")
    if other is None or other == company_id:
        return await show_card(request, uow, typed, company_id)
    preview = await read_merge(uow, company_id, other)
    # What is shown is both cards as they are now: that is what the next sending agrees to.
    versions = {
        "version": str(preview.kept.company.version),
        "other_version": str(preview.other.company.version),
    }
    return _preview(request, replace(typed, values={**typed.values, **versions}), preview)


def _preview(request: Request, typed: Typed[Any], preview: MergePreview) -> Response:
    shown: Mapping[str, Mapping[Any, str]] = {"legal_form": LEGAL_FORMS, "diffusion": DIFFUSIONS}

    def said(of: Any, name: str) -> str:
        value = getattr(of, name)
        return str(shown[name].get(value, value) if name in shown else value)

    kept, other = preview.kept.company.details, preview.other.company.details
    return render(
        request,
        "partnerships/merges/merge.html",
        typed=typed,
        preview=preview,
        choices=[
            (name, LABELS[name], [("kept", said(kept, name)), ("other", said(other, name))])
            for name in preview.differing
            if name in LABELS
        ],
        **writer(request),
    )


@router.form("/entreprises/{company_id}/fusion", action=MANAGE_COMPANIES, redisplay=_again)
async def merge(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MergeForm], form_of(MergeForm)],
) -> Response:
    """Make one card of two."""
    form = typed.model
    await merge_companies(
        uow,
        kept=Looked(company_id, form.version),
        absorbed=Looked(form.other, form.other_version),
        chosen=form.chosen(),
        uai=form.uai,
        now=uow.now,
    )
    notice = "Fiches fusionnées. La fusion s’annule depuis le bas de cette page."
    return see_other(f"/entreprises/{company_id}", notice=notice)


@router.page("/entreprises/{company_id}/separation", action=MANAGE_COMPANIES)
async def separating(
    request: Request, company_id: UUID, fusion: UUID, uow: RequestUnitOfWork
) -> Response:
    """What taking a merge back would do."""
    preview = await read_separation(uow, company_id, fusion)
    typed = Typed.blank(SeparationForm, merge_id=fusion, version=preview.company.version)
    return _separation(request, typed, preview)


async def _separating_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    merge_id = named(typed, "merge_id")
    if merge_id is None:
        return await show_card(request, uow, typed, company_id)
    return _separation(request, typed, await read_separation(uow, company_id, merge_id))


def _separation(request: Request, typed: Typed[Any], preview: Any) -> Response:
    return render(
        request,
        "partnerships/merges/separation.html",
        typed=typed,
        preview=preview,
        **writer(request),
    )


@router.form(
    "/entreprises/{company_id}/separation", action=MANAGE_COMPANIES, redisplay=_separating_again
)
async def separate(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SeparationForm], form_of(SeparationForm)],
) -> Response:
    """Make two cards of one again."""
    form = typed.model
    restored = await undo_merge(
        uow,
        company_id=company_id,
        merge_id=form.merge_id,
        version=form.version,
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{restored}", notice="La fiche est de nouveau à part.")
