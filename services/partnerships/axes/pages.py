"""The axes actions are ordered under: each lycée's own list."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.avenir import AXES as AVENIR
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.axes.commands import add_axis, change_axis
from services.partnerships.axes.forms import AxisForm, NewAxisForm
from services.partnerships.axes.store import Axes
from services.partnerships.permissions import MANAGE_ACTIONS, PERMISSIONS

router = Router()
AXES = "/entreprises/actions/axes"
_LABELS = {"avenir": {one.value: name for one, name in AVENIR.items()}}


@router.page(AXES, action=MANAGE_ACTIONS)
async def axes(request: Request, uow: RequestUnitOfWork) -> Response:
    """The list, with what changes it."""
    return await _axes(request, uow, Typed.blank(NewAxisForm, uai=chooser_of(request).chosen))


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _axes(request, uow, typed)


async def _one_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], axis_id: UUID
) -> Response:
    return await _axes(request, uow, typed, axis_id)


async def _axes(
    request: Request, uow: UnitOfWork, typed: Typed[Any], axis_id: UUID | None = None
) -> Response:
    return render(
        request,
        "partnerships/axes/axes.html",
        axes=await Axes(uow).all(),
        lycees=writable(request, PERMISSIONS, MANAGE_ACTIONS),
        typed=typed if typed.form is NewAxisForm else Typed.blank(NewAxisForm),
        changing=replace(typed, labels=_LABELS) if typed.form is AxisForm else None,
        changed=axis_id,
        avenir=[(one.value, name) for one, name in AVENIR.items()],
    )


@router.form(AXES, action=MANAGE_ACTIONS, redisplay=_new_again)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewAxisForm], form_of(NewAxisForm)]
) -> Response:
    """Add an axis."""
    form = typed.model
    await add_axis(uow, label=form.label, avenir=form.avenir, uai=form.uai)
    return see_other(AXES, notice="Axe ajouté.")


@router.form(f"{AXES}/{{axis_id}}", action=MANAGE_ACTIONS, redisplay=_one_again)
async def change(
    axis_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AxisForm], form_of(AxisForm)],
) -> Response:
    """Name it otherwise, put it away or take it back."""
    form = typed.model
    before = await change_axis(
        uow,
        axis_id=axis_id,
        version=form.version,
        label=form.label,
        archived=form.archived,
        avenir=form.avenir,
    )
    again = {"label": before.label, "version": str(form.version + 1)}
    again |= {"avenir": before.avenir.value} if before.avenir else {}
    again |= {"archived": "true"} if before.archived else {}
    notice = "Axe enregistré."
    if form.archived is not before.archived:
        notice = "Axe retiré de la liste." if form.archived else "Axe remis dans la liste."
    return see_other(AXES, notice=notice, undo=Undo(f"{AXES}/{axis_id}", again))
