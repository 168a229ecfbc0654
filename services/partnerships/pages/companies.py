"""The list of companies, their cards, registering and correcting them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import ValidationError

from contracts.identifiers import SiteKey
from contracts.partnerships import Diffusion, LegalForm
from services.chassis.errors import NotFound
from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import render, see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.partnerships.pages.views import (
    blank_interaction,
    field_choices,
    readable,
    show_card,
    writer,
)
from services.partnerships.permissions import MANAGE_COMPANIES, SEE_COMPANIES
from services.partnerships.queries.companies import (
    read_companies,
    read_company,
    read_resembling,
    read_site_name,
)
from services.partnerships.queries.forms import CompanyForm, LyceeForm, NewCompanyForm
from services.partnerships.use_cases.correct_company import correct_company
from services.partnerships.use_cases.follow_company import follow_company
from services.partnerships.use_cases.register_company import register_company

router = Router()
MINE, ALL = "miennes", "toutes"


@router.page("/entreprises", action=SEE_COMPANIES)
async def companies(
    request: Request,
    uow: RequestUnitOfWork,
    q: str = "",
    filtre: str = MINE,
    apres: UUID | None = None,
) -> Response:
    """The list: searching looks in the whole registry unless one asks for one's own."""
    mine = filtre != ALL
    page = await read_companies(uow, words=q, mine=mine, after=apres)
    return render(
        request,
        "partnerships/companies.html",
        page=page,
        words=q.strip(),
        shown=MINE if mine else ALL,
        first=apres is None,
        **writer(request),
    )


@router.page("/entreprises/nouvelle", action=MANAGE_COMPANIES)
async def new_company(request: Request, uow: RequestUnitOfWork) -> Response:
    """An empty card; what was searched for is not typed twice."""
    name = request.query_params.get("nom", "")
    typed = Typed.blank(
        NewCompanyForm, name=name, legal_form=LegalForm.UNKNOWN, diffusion=Diffusion.UNKNOWN
    )
    return await _new_company(request, uow, typed)


async def _new_company(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    return render(
        request,
        "partnerships/company_new.html",
        typed=typed,
        **await _resembling(uow, typed),
        **field_choices(),
        **writer(request),
    )


async def _resembling(uow: UnitOfWork, typed: Typed[Any]) -> dict[str, Any]:
    """Cards that may be the one being typed, and whether it may all the same be another one."""
    try:
        form = NewCompanyForm.model_validate({k: v for k, v in typed.values.items() if v})
    except ValidationError:  # too incomplete to tell
        return {"resembling": [], "may_be_distinct": False}
    found = await read_resembling(uow, form.details(), form.main()) if typed.refusal else []
    numbers = {form.siren, form.siret.siren if form.siret else None} - {None}
    return {
        "resembling": found,
        "may_be_distinct": not any(item.siren in numbers for item in found),
    }


@router.form("/entreprises/nouvelle", action=MANAGE_COMPANIES, redisplay=_new_company)
async def register(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewCompanyForm], form_of(NewCompanyForm)]
) -> Response:
    """Register a company unless the registry has it."""
    form = typed.model
    company_id = await register_company(
        uow,
        details=form.details(),
        main=form.main(),
        distinct=form.distinct,
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Entreprise enregistrée.")


@router.fragment("/entreprises/fragments/sites/{site_key}/nom", action=SEE_COMPANIES)
async def site_name(request: Request, site_key: str, uow: RequestUnitOfWork) -> Response:
    """The name of a site's company, for pages that may not keep it."""
    try:
        key = SiteKey(site_key)
    except ValueError:
        raise NotFound from None
    company_id, name = await read_site_name(uow, key)
    return render(
        request, "partnerships/fragment_site_name.html", company_id=company_id, company_name=name
    )


@router.page("/entreprises/{company_id}", action=SEE_COMPANIES)
async def company(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A company's card."""
    return await show_card(request, uow, blank_interaction(uow), company_id)


@router.page("/entreprises/{company_id}/correction", action=MANAGE_COMPANIES)
async def correction(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A card to correct."""
    known = (await read_company(uow, company_id)).company
    typed = Typed.blank(CompanyForm, **vars(known.details), version=known.version)
    return await _correction(request, uow, typed, company_id)


async def _correction(
    request: Request, uow: UnitOfWork, typed: Typed[Any], company_id: UUID
) -> Response:
    return render(
        request,
        "partnerships/company_correction.html",
        company=(await read_company(uow, company_id)).company,
        typed=readable(typed),
        **field_choices(),
        **writer(request),
    )


@router.form("/entreprises/{company_id}/correction", action=MANAGE_COMPANIES, redisplay=_correction)
async def correct(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CompanyForm], form_of(CompanyForm)],
) -> Response:
    """Correct a card unless somebody else just did."""
    form = typed.model
    await correct_company(
        uow,
        company_id=company_id,
        version=form.version,
        details=form.details(),
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Fiche corrigée.")


@router.form("/entreprises/{company_id}/suivi", action=MANAGE_COMPANIES, redisplay=show_card)
async def follow(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],
) -> Response:
    """Take a company of the shared registry on the lycée's list."""
    await follow_company(uow, company_id=company_id, uai=typed.model.uai)
    return see_other(f"/entreprises/{company_id}", notice="Ajoutée à vos entreprises.")
