"""A call that has just ended, noted in three taps and undone in one."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import likely
from services.partnerships.base.calendar import local_date
from services.partnerships.base.labels import choices
from services.partnerships.calls.forms import Back, CallForm
from services.partnerships.cards.pages import read_card
from services.partnerships.companies.pages import writer
from services.partnerships.company_list.pages.filters import list_again
from services.partnerships.exchanges.commands import log_interaction, respect_courtesy
from services.partnerships.exchanges.labels import NEXT_STEPS
from services.partnerships.exchanges.pages.form_parts import exchange_choices
from services.partnerships.exchanges.queries import read_last_refusal
from services.partnerships.permissions import LOG_INTERACTION
from services.partnerships.pressure.store.pressure import read_pressure
from services.partnerships.tasks.pages.tasks import ALL_WEEK, WEEK

router = Router()
CALL = "/entreprises/{company_id}/appel"
BACK = {Back.TODAY: "/", Back.WEEK: WEEK, Back.EVERYBODY: ALL_WEEK}


@dataclass(frozen=True)
class Came:
    """Where somebody calls from, and whether they know through whom to go."""

    retour: str = ""
    liste: str = ""
    prevenu: str = ""

    def back(self) -> Back:
        """The page one goes back to."""
        return Back(self.retour) if self.retour in set(Back) else Back.CARD


@router.page(CALL, action=LOG_INTERACTION)
async def call(
    request: Request,
    company_id: UUID,
    uow: RequestUnitOfWork,
    came: Annotated[Came, Depends()],
) -> Response:
    """The form of a call, for the lycée that is shown; first through whom to go, if through somebody."""
    chosen = chooser_of(request).chosen
    uai = [chosen] if chosen else None
    typed = Typed.blank(CallForm, back=came.back(), listing=came.liste, uai=uai)
    return await _call(request, uow, typed, company_id, warned=bool(came.prevenu))


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    return await _call(request, uow, typed, company_id, warned=True)


async def _call(
    request: Request, uow: UnitOfWork, typed: Typed[Any], company_id: UUID, *, warned: bool
) -> Response:
    card = await read_card(uow, company_id)
    if not (typed.errors or typed.refusal or typed.value("uai") or typed.chosen("uai")):
        typed = Typed(typed.form, {**typed.values, "uai": [likely(card)]})
    numbers = [site.details.phone for site in card.company.sites]
    return render(
        request,
        "partnerships/calls/call.html",
        card=card,
        company=card.company,
        typed=typed,
        phones=list(dict.fromkeys(number for number in numbers if number)),
        next_steps=choices(NEXT_STEPS),
        held=[] if warned else [way for way in card.ways if way.through],
        today=local_date(uow.now),
        last_refusal=await read_last_refusal(uow, company_id),
        pressure=await read_pressure(uow, [site.id for site in card.company.sites]),
        **exchange_choices(card),
        **writer(request),
    )


@router.form(CALL, action=LOG_INTERACTION, redisplay=_again)
async def note_call(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CallForm], form_of(CallForm)],
) -> Response:
    """Log the call, and go back to where it was made from."""
    form = typed.model
    exchange = form.exchange(local_date(uow.now))
    await respect_courtesy(
        uow,
        company_id=company_id,
        site_id=form.site_id,
        exchange=exchange,
        despite=form.despite_courtesy,
    )
    interaction_id = await log_interaction(
        uow,
        company_id=company_id,
        site_id=form.site_id,
        exchange=exchange,
        uais=form.uai,
        now=uow.now,
    )
    card = f"/entreprises/{company_id}"
    back = list_again(form.listing) if form.back is Back.LIST else BACK.get(form.back, card)
    several = f" pour {len(form.uai)} lycées" if len(form.uai) > 1 else ""
    return see_other(
        back,
        notice=f"Appel noté{several}.",
        undo=Undo(f"{card}/echanges/{interaction_id}/retrait"),
    )
