"""Adding and correcting the sites of a company."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely, read_known
from services.partnerships.companies.forms import SiteFields, SiteForm
from services.partnerships.companies.pages import (
    as_typed,
    field_choices,
    readable,
    writer,
)
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.sites.commands import add_site, correct_site

router = Router()
SITES = "/entreprises/{company_id}/etablissements"


@router.page(f"{SITES}/nouveau", action=MANAGE_COMPANIES)
async def new_site(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """An empty site."""
    return await _form(request, uow, Typed.blank(SiteFields), company_id)


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    company_id: UUID,
    site_id: UUID | None = None,
) -> Response:
    card = await read_known(uow, company_id)
    return render(
        request,
        "partnerships/sites/form.html",
        company=card.company,
        site=card.company.site(site_id) if site_id else None,
        site_label=card.site_label(site_id) if site_id else "",
        typed=readable(typed),
        **field_choices(),
        likely=likely(card),
        **writer(request),
    )


async def _correction(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID, site_id: UUID
) -> Response:
    return await _form(request, uow, typed, company_id, site_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    return await _form(request, uow, typed, company_id)


@router.form(f"{SITES}/nouveau", action=MANAGE_COMPANIES, redisplay=_new)
async def add(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SiteFields], form_of(SiteFields)],
) -> Response:
    """Add a site unless the registry has it."""
    form = typed.model
    await add_site(uow, company_id=company_id, details=form.details(), uai=form.uai, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Établissement ajouté.")


@router.page(f"{SITES}/{{site_id}}/correction", action=MANAGE_COMPANIES)
async def correction(
    request: Request, company_id: UUID, site_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """A site to correct."""
    company = (await read_known(uow, company_id)).company
    shown = as_typed(vars(company.site(site_id).details))
    typed = Typed.blank(SiteForm, **shown, version=company.version)
    return await _correction(request, uow, typed, company_id, site_id)


@router.form(f"{SITES}/{{site_id}}/correction", action=MANAGE_COMPANIES, redisplay=_correction)
async def correct(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SiteForm], form_of(SiteForm)],
) -> Response:
    """Correct a site unless somebody else just changed the card."""
    form = typed.model
    await correct_site(
        uow,
        company_id=company_id,
        site_id=site_id,
        version=form.version,
        details=form.details(),
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Établissement corrigé.")
