"""What a company declared and pledged, and all declarations and pledges of the lycée."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from annotated_types import Ge, Le
from fastapi import Query, Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import month_name
from services.partnerships.base.calendar import local_date
from services.partnerships.base.labels import choices
from services.partnerships.base.lycee_classes import lycee_formations
from services.partnerships.capacities.forms import CapacityForm
from services.partnerships.capacities.queries import read_offers
from services.partnerships.commitments.commands import (
    file_declaration,
    forget_pledge,
    note_pledge,
    withdraw_declaration,
)
from services.partnerships.commitments.forms import (
    YEAR_MAX,
    YEAR_MIN,
    DeclarationForm,
    ForgottenPledgeForm,
    PledgeForm,
)
from services.partnerships.commitments.labels import (
    DECLARATION_STATES,
    LETTER_STEPS,
    PLEDGE_STATES,
    WORKS,
)
from services.partnerships.commitments.model import TaxPledge
from services.partnerships.commitments.queries import (
    SHOWN_MAX,
    read_commitments,
    read_declarations,
    read_pledges,
)
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.companies.pages import writer
from services.partnerships.permissions import MANAGE_COMPANIES, SEE_COMPANIES

router = Router()
ALL = "/entreprises/engagements"
OF = "/entreprises/{company_id}/engagements"
Year = Annotated[int, Ge(YEAR_MIN), Le(YEAR_MAX), Query()]


def _labels() -> dict[str, Any]:
    return {
        "letter_steps": LETTER_STEPS,
        "works": WORKS,
        "declaration_states": DECLARATION_STATES,
        "pledge_states": PLEDGE_STATES,
        "work_choices": choices(WORKS),
        "pledge_choices": [(code.value, label) for code, (label, _) in PLEDGE_STATES.items()],
    }


@router.page(ALL, action=SEE_COMPANIES)
async def commitments(
    request: Request, uow: RequestUnitOfWork, annee: Year | None = None
) -> Response:
    """All declarations, the first to run out first; the pledges of a year."""
    current = local_date(uow.now).year
    year = annee or current
    companies, amount = await TaxPledges(uow).pledged(year)
    return render(
        request,
        "partnerships/commitments/commitments.html",
        declared=await read_declarations(uow),
        pledges=await read_pledges(uow, year),
        companies=companies,
        amount=amount,
        shown_max=SHOWN_MAX,
        year=year,
        years=sorted({year, current + 1, current, current - 1}, reverse=True),
        **_labels(),
    )


@router.page(OF, action=SEE_COMPANIES)
async def of_company(request: Request, company_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Commitments of a company."""
    return await show_commitments(request, uow, Typed.blank(FormModel), company_id)


async def show_commitments(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    """The page of a company, with the form that was refused as it was typed."""
    found = await read_commitments(uow, company_id)
    chosen = chooser_of(request).chosen
    forms: dict[Any, Typed[Any]] = {
        DeclarationForm: Typed.blank(DeclarationForm, uai=chosen, filed_on=found.today),
        PledgeForm: Typed.blank(PledgeForm, uai=chosen, year=found.today.year),
        CapacityForm: Typed.blank(CapacityForm, uai=chosen, from_month=f"{found.today:%Y-%m}"),
    }
    if typed.form in forms:
        forms[typed.form] = replace(typed, values={**forms[typed.form].values, **typed.values})
    return render(
        request,
        "partnerships/commitments/company_commitments.html",
        found=found,
        company=found.company,
        sites=[(str(site.id), found.site_label(site.id)) for site in found.company.sites],
        refused=None if typed.form in forms else typed,
        declaring=forms[DeclarationForm],
        pledging=forms[PledgeForm],
        offering=forms[CapacityForm],
        offers=await read_offers(uow, company_id),
        formations=await lycee_formations(
            request, sorted(uow.scope.uais), SchoolYear.of(found.today)
        ),
        month_name=month_name,
        **_labels(),
        **writer(request),
    )


@router.form(f"{OF}/derogations", action=MANAGE_COMPANIES, redisplay=show_commitments)
async def declare(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[DeclarationForm], form_of(DeclarationForm)],
) -> Response:
    """Note a declaration."""
    form = typed.model
    declaration_id = await file_declaration(
        uow,
        company_id=company_id,
        site_id=form.site_id,
        works=tuple(form.works),
        filed_on=form.filed_on,
        uai=form.uai,
        now=uow.now,
    )
    here = f"/entreprises/{company_id}/engagements"
    undo = Undo(f"{here}/derogations/{declaration_id}/retrait")
    return see_other(here, notice="Déclaration notée.", undo=undo)


@router.form(
    f"{OF}/derogations/{{declaration_id}}/retrait",
    action=MANAGE_COMPANIES,
    redisplay=show_commitments,
)
async def withdraw(
    company_id: UUID,
    declaration_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take back a declaration noted by mistake."""
    await withdraw_declaration(
        uow, company_id=company_id, declaration_id=declaration_id, now=uow.now
    )
    return see_other(f"/entreprises/{company_id}/engagements", notice="Déclaration retirée.")


@router.form(f"{OF}/taxe", action=MANAGE_COMPANIES, redisplay=show_commitments)
async def pledge(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PledgeForm], form_of(PledgeForm)],
) -> Response:
    """Note where the pledge of a year is."""
    form = typed.model
    await note_pledge(
        uow,
        company_id=company_id,
        year=form.year,
        state=form.state,
        amount_euros=form.amount_euros,
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}/engagements", notice="Promesse notée.")


@router.form(f"{OF}/taxe/retrait", action=MANAGE_COMPANIES, redisplay=show_commitments)
async def forget(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ForgottenPledgeForm], form_of(ForgottenPledgeForm)],
) -> Response:
    """Forget a pledge noted by mistake."""
    form = typed.model
    forgotten = await forget_pledge(
        uow, company_id=company_id, year=form.year, uai=form.uai, now=uow.now
    )
    here = f"/entreprises/{company_id}/engagements"
    undo = Undo(f"{here}/taxe", _again(forgotten)) if forgotten else None
    return see_other(here, notice="Promesse retirée.", undo=undo)


def _again(forgotten: TaxPledge) -> dict[str, str]:
    """What notes the same pledge once more."""
    amount = forgotten.amount_euros
    return {
        "uai": forgotten.uai,
        "year": f"{forgotten.year}",
        "state": forgotten.state.value,
        "amount_euros": f"{amount}" if amount else "",
    }
