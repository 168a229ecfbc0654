"""The communes a bureau looks after, and the lead with big accounts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_choices
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.forms import LyceeForm
from services.partnerships.companies.pages import show_card
from services.partnerships.permissions import MANAGE_COMPANIES, PERMISSIONS, SET_TERRITORY
from services.partnerships.territories.commands import leave_lead, set_territory, take_lead
from services.partnerships.territories.forms import TerritoryForm
from services.partnerships.territories.store import Territories

router = Router()
TERRITORY = "/entreprises/territoire"
LEAD = "/entreprises/{company_id}/chef-de-file"
Lycee = Annotated[Typed[LyceeForm], form_of(LyceeForm)]


@router.page(TERRITORY, action=SET_TERRITORY)
async def territory(request: Request, uow: RequestUnitOfWork, pour: str = "") -> Response:
    """The communes of one lycée, and whose else they are."""
    own = [uai for uai, _ in writable(request, PERMISSIONS, SET_TERRITORY)]
    chosen = chooser_of(request).chosen
    uai = pour or (chosen if chosen in own else own[0])
    if uai not in own:
        raise NotFound
    claims = await Territories(uow).claims()
    typed = Typed.blank(
        TerritoryForm, uai=uai, communes=[one.commune for one in claims if one.uai == uai]
    )
    return await _territory(request, uow, typed)


async def _territory(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    lycees = writable(request, PERMISSIONS, SET_TERRITORY)
    uai = typed.value("uai") or lycees[0][0]
    others: dict[str, list[str]] = {}
    for one in await Territories(uow).claims():
        if one.uai != uai:
            others.setdefault(one.commune, []).append(one.lycee)
    return render(
        request,
        "partnerships/territories/territory.html",
        typed=typed,
        uai=uai,
        lycees=lycees,
        communes=[
            (code, f"{name} (aussi {', '.join(others[code])})" if code in others else name)
            for code, name in commune_choices()
        ],
    )


@router.form(TERRITORY, action=SET_TERRITORY, redisplay=_territory)
async def change_territory(
    uow: RequestUnitOfWork, typed: Annotated[Typed[TerritoryForm], form_of(TerritoryForm)]
) -> Response:
    """Say which communes the bureau looks after."""
    form = typed.model
    await set_territory(uow, communes=form.communes, uai=form.uai)
    query = f"?pour={form.uai}" if form.uai else ""
    return see_other(f"{TERRITORY}{query}", notice="Territoire enregistré.")


@router.form(LEAD, action=MANAGE_COMPANIES, redisplay=show_card)
async def lead(company_id: UUID, uow: RequestUnitOfWork, typed: Lycee) -> Response:
    """Take the lead with a company."""
    uai = typed.model.uai
    await take_lead(uow, company_id=company_id, uai=uai, now=uow.now)
    here = f"/entreprises/{company_id}"
    fields = {"uai": str(uai)} if uai else {}
    undo = Undo(f"{here}/chef-de-file/fin", fields)
    return see_other(here, notice="Votre bureau est chef de file.", undo=undo)


@router.form(f"{LEAD}/fin", action=MANAGE_COMPANIES, redisplay=show_card)
async def leave(company_id: UUID, uow: RequestUnitOfWork, typed: Lycee) -> Response:
    """Give up the lead."""
    await leave_lead(uow, company_id=company_id, uai=typed.model.uai)
    return see_other(f"/entreprises/{company_id}", notice="Votre bureau n’est plus chef de file.")
