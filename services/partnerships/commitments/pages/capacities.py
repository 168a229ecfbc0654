"""Noting the places a company offers, and that it offers them no more."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.capacities.commands import declare_capacity, withdraw_capacity
from services.partnerships.capacities.forms import CapacityForm
from services.partnerships.capacities.model import Capacity
from services.partnerships.commitments.pages.commitments import OF, show_commitments
from services.partnerships.permissions import MANAGE_COMPANIES

router = Router()


@router.form(f"{OF}/places", action=MANAGE_COMPANIES, redisplay=show_commitments)
async def declare(
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CapacityForm], form_of(CapacityForm)],
) -> Response:
    """Note places."""
    form = typed.model
    capacity_id = await declare_capacity(
        uow,
        company_id=company_id,
        site_id=form.place_id,
        mef=form.mef,
        months=(form.from_month, form.to_month or form.from_month),
        seats=form.seats,
        uai=form.uai,
        now=uow.now,
    )
    here = f"/entreprises/{company_id}/engagements"
    undo = Undo(f"{here}/places/{capacity_id}/retrait")
    return see_other(here, notice="Places d’accueil notées.", undo=undo)


@router.form(
    f"{OF}/places/{{capacity_id}}/retrait", action=MANAGE_COMPANIES, redisplay=show_commitments
)
async def withdraw(
    company_id: UUID,
    capacity_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Withdraw places: they are offered no more."""
    taken = await withdraw_capacity(
        uow, company_id=company_id, capacity_id=capacity_id, now=uow.now
    )
    here = f"/entreprises/{company_id}/engagements"
    undo = Undo(f"{here}/places", _again(taken))
    return see_other(here, notice="Places d’accueil retirées.", undo=undo)


def _again(taken: Capacity) -> dict[str, str]:
    """What notes the same places once more."""
    return {
        "uai": taken.uai,
        "place_id": f"{taken.site_id}",
        "seats": f"{taken.seats}",
        "from_month": f"{taken.from_month:%Y-%m}",
        "to_month": f"{taken.to_month:%Y-%m}",
        "mef": taken.mef or "",
    }
