"""Who brought a company to the lycée, and through whom to go before calling it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.acquaintances.queries import likely, read_known
from services.partnerships.base.forms import Line
from services.partnerships.companies.pages import writer
from services.partnerships.permissions import MANAGE_COMPANIES
from services.partnerships.ways.commands import say_way
from services.partnerships.ways.model import Way
from services.partnerships.ways.store import Ways

router = Router()
WAY = "/entreprises/{company_id}/intermediaire"


class WayForm(FormModel):
    """Colleagues of the lycée."""

    uai: Uai | None = None
    brought_by: Line | None = Field(default=None, title="Apportée par")
    through: Line | None = Field(default=None, title="Passer par")


@router.page(WAY, action=MANAGE_COMPANIES, whole=True)
async def way(
    request: Request, company_id: UUID, uow: RequestUnitOfWork, pour: str = ""
) -> Response:
    """What one lycée says so far."""
    card = await read_known(uow, company_id)
    own = [uai for uai, _ in writer(request)["lycees"]]
    if pour and pour not in own:
        raise NotFound
    said = {one.uai: one for one in await Ways(uow).of(company_id)}
    sought = (pour, chooser_of(request).chosen, likely(card), *said)
    uai = next((Uai(one) for one in sought if one and one in own), own[0])
    typed = Typed.blank(WayForm, **vars(said.get(uai, Way(uai))))
    return await _form(request, uow, typed, company_id)


async def _form(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], company_id: UUID
) -> Response:
    card = await read_known(uow, company_id)
    rights = writer(request)
    return render(
        request,
        "partnerships/ways/form.html",
        company=card.company,
        typed=typed,
        uai=typed.value("uai") or rights["lycees"][0][0],
        **rights,
    )


@router.form(WAY, action=MANAGE_COMPANIES, redisplay=_form)
async def say(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WayForm], form_of(WayForm)],
) -> Response:
    """Say it, or nothing any more when both are empty."""
    form = typed.model
    before = await say_way(
        uow,
        company_id=company_id,
        uai=form.uai,
        brought_by=form.brought_by,
        through=form.through,
        now=uow.now,
    )
    undo = Undo(
        f"/entreprises/{company_id}/intermediaire",
        {name: str(value or "") for name, value in vars(before).items()},
    )
    return see_other(f"/entreprises/{company_id}", notice="C’est noté.", undo=undo)
