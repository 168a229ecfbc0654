"""Formations of the lycée: their list, and a form to open one."""

from typing import Annotated

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.page import draw
from services.internships.formations.commands import open_formation
from services.internships.formations.forms import FormationForm
from services.internships.formations.queries import read_formations
from services.internships.permissions import (
    MANAGE_PERIODS,
    SEE_PFMP,
)

router = Router()


@router.page("/pfmp/formations", action=SEE_PFMP)
async def formations(request: Request, uow: RequestUnitOfWork) -> Response:
    """The formations of the lycée, and a form to open one."""
    return await _formations(request=request, uow=uow, typed=Typed.blank(FormationForm))


async def _formations(
    request: Request, uow: RequestUnitOfWork, typed: Refused[FormationForm]
) -> Response:
    found = await read_formations(uow, uow.scope.uais)
    return draw(request, "internships/formations/formations.html", formations=found, typed=typed)


@router.form("/pfmp/formations", action=MANAGE_PERIODS, redisplay=_formations)
async def open_one(
    uow: RequestUnitOfWork, typed: Annotated[Typed[FormationForm], form_of(FormationForm)]
) -> Response:
    """Open a formation, or correct its label."""
    form = typed.model
    await open_formation(uow, mef=form.mef, label=form.label, uai=form.uai, now=uow.now)
    return see_other("/pfmp/formations", notice="Formation enregistrée.")
