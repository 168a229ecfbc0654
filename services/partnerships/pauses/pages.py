"""Pausing a site, and ending the pause."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely, read_known
from services.partnerships.base.calendar import local_date
from services.partnerships.base.labels import choices
from services.partnerships.companies.pages import show_card
from services.partnerships.pauses.commands import pause_site, resume_site
from services.partnerships.pauses.forms import PauseForm, ResumeForm
from services.partnerships.pauses.labels import PAUSE_REASONS
from services.partnerships.pauses.model import (
    LONGEST,
    SafetyIsForHeadAndBureau,
    readable,
)
from services.partnerships.permissions import PAUSE_SITE, PERMISSIONS

router = Router()
PAUSE = "/entreprises/{company_id}/etablissements/{site_id}/pause"


@router.page(PAUSE, action=PAUSE_SITE)
async def pause(
    request: Request, company_id: UUID, site_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """Ask for a pause: until when, and why."""
    return await _pause(request, uow, Typed.blank(PauseForm), company_id, site_id)


async def _pause(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID, site_id: UUID
) -> Response:
    card = await read_known(uow, company_id)
    today = local_date(uow.now)
    lycees = writable(request, PERMISSIONS, PAUSE_SITE)
    roles = {role for uai, _ in lycees for role in context_of(request).user.roles_at(uai)}
    return render(
        request,
        "partnerships/pauses/pause.html",
        company=card.company,
        site=card.company.site(site_id),
        site_label=card.site_label(site_id),
        typed=typed,
        today=today,
        latest=today + LONGEST,
        likely=likely(card),
        lycees=lycees,
        reasons=choices({r: said for r, said in PAUSE_REASONS.items() if readable(r, roles)}),
    )


@router.form(PAUSE, action=PAUSE_SITE, redisplay=_pause)
async def ask_for_pause(
    request: Request,
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PauseForm], form_of(PauseForm)],
) -> Response:
    """Ask for a pause."""
    form = typed.model
    roles = context_of(request).user.roles_at(uow.writing_for(form.uai))
    if not readable(form.reason, roles):
        raise SafetyIsForHeadAndBureau(field="reason")
    await pause_site(
        uow,
        company_id=company_id,
        site_id=site_id,
        until_on=form.until_on,
        reason=form.reason,
        details=form.details,
        uai=form.uai,
        now=uow.now,
    )
    fields = {"uai": form.uai} if form.uai else {}
    return see_other(
        f"/entreprises/{company_id}",
        notice="Pause demandée\u202f: les autres bureaux voient qu’il faut vous contacter.",
        undo=Undo(f"/entreprises/{company_id}/etablissements/{site_id}/reprise", fields),
    )


async def _card(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    site_id: UUID,  # noqa: ARG001  the card is the company's
) -> Response:
    return await show_card(request, uow, typed, company_id)


@router.form(
    "/entreprises/{company_id}/etablissements/{site_id}/reprise",
    action=PAUSE_SITE,
    redisplay=_card,
)
async def resume(
    company_id: UUID,
    site_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ResumeForm], form_of(ResumeForm)],
) -> Response:
    """End the pause, the lycée's or the company's."""
    form = typed.model
    await resume_site(uow, site_id=site_id, uai=form.uai, by_company=form.by_company, now=uow.now)
    return see_other(f"/entreprises/{company_id}", notice="Pause terminée.")
