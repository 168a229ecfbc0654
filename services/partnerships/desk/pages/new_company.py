"""Registering a company: a new card, and those it may be."""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import ValidationError

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.companies.forms import NewCompanyForm
from services.partnerships.companies.pages import field_choices, writer
from services.partnerships.duplicates.commands import look_for_likes, register_company
from services.partnerships.duplicates.queries import read_resembling
from services.partnerships.permissions import (
    MANAGE_COMPANIES,
)
from services.partnerships.public_directory.pages import Begun, begun, begun_with, directory_of
from services.partnerships.search.forms import SearchForm

router = Router()


@router.page("/entreprises/nouvelle", action=MANAGE_COMPANIES)
async def new_company(request: Request, uow: RequestUnitOfWork) -> Response:
    """A new card; what was searched for, or the public directory tells, is not typed twice."""
    start = await begun(request)
    return await _new_company(request, uow, start.typed, start)


@router.form("/entreprises/nouvelle/cherchee", action=MANAGE_COMPANIES, recorded=False)
async def sought_company(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SearchForm], form_of(SearchForm)],
) -> Response:
    """A new card with what a search did not find; in no address, for it may be a person's name."""
    start = begun_with(typed.model.q)
    return await _new_company(request, uow, start.typed, start)


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _new_company(request, uow, typed)


async def _new_company(
    request: Request, uow: UnitOfWork, typed: Typed[Any], start: Begun | None = None
) -> Response:
    entry = start.entry if start else None
    return render(
        request,
        "partnerships/desk/company_new.html",
        typed=typed,
        entry=entry,
        has_directory=directory_of(request) is not None,
        directory_away=start is not None and start.away,
        **await _resembling(uow, typed, told=entry is not None),
        **field_choices(),
        **writer(request),
    )


async def _resembling(uow: UnitOfWork, typed: Typed[Any], *, told: bool = False) -> dict[str, Any]:
    """Cards that may be the one being typed, and whether it may all the same be another one.

    Looked for once a form was refused, or when the public directory filled it (`told`).
    """
    try:
        form = NewCompanyForm.model_validate({k: v for k, v in typed.values.items() if v})
    except ValidationError:  # too incomplete to tell
        return {"resembling": [], "may_be_distinct": False}
    sought = told or typed.refusal
    found = await read_resembling(uow, form.details(), form.main()) if sought else []
    numbers = {form.siren, form.siret.siren if form.siret else None} - {None}
    return {
        "resembling": found,
        "may_be_distinct": not any(item.siren in numbers for item in found),
    }


@router.form("/entreprises/nouvelle", action=MANAGE_COMPANIES, redisplay=_new_again)
async def register(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewCompanyForm], form_of(NewCompanyForm)]
) -> Response:
    """Register a company unless the registry has it."""
    form = typed.model
    await look_for_likes(uow, details=form.details(), main=form.main(), distinct=form.distinct)
    company_id = await register_company(
        uow,
        details=form.details(),
        main=form.main(),
        distinct=form.distinct,
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Entreprise enregistrée.")
