"""Stating how many people work at a site."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.companies.pages import show_card
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.pressure.commands import state_staff
from services.partnerships.pressure.forms import StaffForm

router = Router()
SITE = "/entreprises/{company_id}/etablissements/{site_id}"


async def _card(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    site_id: UUID,  # noqa: ARG001  the card is the company's
) -> Response:
    return await show_card(request, uow, typed, company_id)


@router.form(f"{SITE}/effectif", action=MANAGE_COMPANIES, redisplay=_card)
async def staff(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[StaffForm], form_of(StaffForm)],
) -> Response:
    """State how many people work at a site."""
    form = typed.model
    await state_staff(
        uow, company_id=company_id, site_id=site_id, staff=form.staff, uai=form.uai, now=uow.now
    )
    return see_other(f"/entreprises/{company_id}", notice="Effectif noté.")
