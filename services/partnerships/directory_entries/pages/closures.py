"""Saying that a site closed, or is open after all."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely, read_known
from services.partnerships.base.calendar import local_date
from services.partnerships.base.forms import LyceeForm
from services.partnerships.closures.commands import close_site, reopen_site
from services.partnerships.companies.pages import show_card, writer
from services.partnerships.directory_entries.forms import ClosingForm
from services.partnerships.directory_entries.queries import read_registered
from services.partnerships.permissions import MANAGE_COMPANIES

router = Router()
SITE = "/entreprises/{company_id}/etablissements/{site_id}"


@router.page(f"{SITE}/fermeture", action=MANAGE_COMPANIES)
async def closing(
    request: Request, company_id: UUID, site_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """Since when: the day the public directory says, once it was read."""
    company = (await read_known(uow, company_id)).company
    company.site(site_id)
    read = (await read_registered(uow, company)).get(site_id)
    day = (read.read.closed_on if read else None) or local_date(uow.now)
    return await _closing(
        request, uow, Typed.blank(ClosingForm, closed_on=day), company_id, site_id
    )


async def _closing(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID, site_id: UUID
) -> Response:
    card = await read_known(uow, company_id)
    return render(
        request,
        "partnerships/directory_entries/closing.html",
        company=card.company,
        site=card.company.site(site_id),
        site_label=card.site_label(site_id),
        typed=typed,
        today=local_date(uow.now),
        likely=likely(card),
        **writer(request),
    )


@router.form(f"{SITE}/fermeture", action=MANAGE_COMPANIES, redisplay=_closing)
async def close(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClosingForm], form_of(ClosingForm)],
) -> Response:
    """Note that a site closed, as the register says."""
    form = typed.model
    await close_site(
        uow,
        company_id=company_id,
        site_id=site_id,
        closed_on=form.closed_on,
        uai=form.uai,
        now=uow.now,
    )
    return see_other(
        f"/entreprises/{company_id}",
        notice="Fermeture notée\u202f: ce lieu n’est plus proposé pour un placement.",
        undo=Undo(
            f"/entreprises/{company_id}/etablissements/{site_id}/reouverture",
            {"uai": form.uai} if form.uai else {},
        ),
    )


async def _card(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    site_id: UUID,  # noqa: ARG001  the card is the company's
) -> Response:
    return await show_card(request, uow, typed, company_id)


@router.form(f"{SITE}/reouverture", action=MANAGE_COMPANIES, redisplay=_card)
async def reopen(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],
) -> Response:
    """Note that a site is open again."""
    await reopen_site(uow, company_id=company_id, site_id=site_id, uai=typed.model.uai, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Lieu rouvert.")
