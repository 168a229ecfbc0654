"""Noting an exchange with a company, for one lycée or for several at once; correcting it, taking it back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.base.calendar import local_date
from services.partnerships.cards.pages import read_card
from services.partnerships.companies.pages import show_card, show_card_saying
from services.partnerships.exchanges.commands import (
    correct_interaction,
    log_interaction,
    respect_courtesy,
    withdraw_interaction,
)
from services.partnerships.exchanges.forms import ExchangeFields, InteractionForm
from services.partnerships.exchanges.model import Interaction
from services.partnerships.exchanges.pages.comparison import compared_at
from services.partnerships.exchanges.pages.form_parts import exchange_choices
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.permissions import LOG_INTERACTION

router = Router()
EXCHANGES = "/entreprises/{company_id}/echanges"


@router.form(EXCHANGES, action=LOG_INTERACTION, redisplay=show_card)
async def log(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[InteractionForm], form_of(InteractionForm)],
) -> Response:
    """Log an exchange."""
    form = typed.model
    await respect_courtesy(
        uow,
        company_id=company_id,
        site_id=form.site_id,
        exchange=form.exchange(),
        despite=form.despite_courtesy,
    )
    interaction_id = await log_interaction(
        uow,
        company_id=company_id,
        site_id=form.site_id,
        exchange=form.exchange(),
        uais=form.uai,
        now=uow.now,
    )
    several = f" pour {len(form.uai)} lycées" if len(form.uai) > 1 else ""
    return see_other(
        f"/entreprises/{company_id}",
        notice=f"Échange consigné{several}.",
        undo=Undo(f"/entreprises/{company_id}/echanges/{interaction_id}/retrait"),
    )


@router.form(
    f"{EXCHANGES}/{{interaction_id}}/retrait", action=LOG_INTERACTION, redisplay=show_card_saying
)
async def withdraw(
    company_id: UUID,
    interaction_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Erase an exchange noted by mistake, for all the lycées it was noted for."""
    await withdraw_interaction(
        uow, company_id=company_id, interaction_id=interaction_id, now=uow.now
    )
    return see_other(f"/entreprises/{company_id}", notice="Échange retiré.")


@router.page(f"{EXCHANGES}/{{interaction_id}}/correction", action=LOG_INTERACTION)
async def correction(
    request: Request, company_id: UUID, interaction_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """An exchange to correct."""
    noted = (await Interactions(uow).get(company_id, interaction_id)).interaction
    typed = Typed.blank(ExchangeFields, **_held(noted))
    return await _correction(request, uow, typed, company_id, interaction_id)


def _held(noted: Interaction) -> dict[str, Any]:
    return {name: getattr(noted, name) for name in ExchangeFields.model_fields}


async def _correction(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    company_id: UUID,
    interaction_id: UUID,
) -> Response:
    card = await read_card(uow, company_id)
    standing = await Interactions(uow).standing(company_id, interaction_id)
    if standing and standing.interaction.id != interaction_id:
        # Somebody corrected it meanwhile: both are shown, and what is sent next corrects theirs.
        typed = compared_at(typed, _held(standing.interaction), card)
        interaction_id = standing.interaction.id
    return render(
        request,
        "partnerships/exchanges/correction.html",
        company=card.company,
        interaction_id=interaction_id,
        typed=typed,
        today=local_date(uow.now),
        **exchange_choices(card),
    )


@router.form(
    f"{EXCHANGES}/{{interaction_id}}/correction", action=LOG_INTERACTION, redisplay=_correction
)
async def correct(
    company_id: UUID,
    interaction_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ExchangeFields], form_of(ExchangeFields)],
) -> Response:
    """Correct an exchange, for all the lycées it was noted for."""
    await correct_interaction(
        uow,
        company_id=company_id,
        interaction_id=interaction_id,
        site_id=typed.model.site_id,
        exchange=typed.model.exchange(),
        now=uow.now,
    )
    return see_other(f"/entreprises/{company_id}", notice="Échange corrigé.")
