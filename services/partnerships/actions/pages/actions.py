"""School–company actions: the year, the classes that had none, planning one, and one alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import month_name
from services.partnerships.actions.commands import (
    cancel_action,
    correct_action,
    hold_action,
    plan_action,
    replan_action,
)
from services.partnerships.actions.forms import (
    ActionForm,
    ActionVersionForm,
    HeldForm,
    NewActionForm,
    ReplannedForm,
)
from services.partnerships.actions.labels import labels
from services.partnerships.actions.model import (
    BEFORE_THE_DAY,
    ActionStatus,
    CompanyAnswer,
    SchoolAction,
)
from services.partnerships.actions.pages.parts import PARTS
from services.partnerships.actions.queries.actions import (
    FOUND_MAX,
    offered_companies,
    read_action_card,
    read_classes_with_actions,
    read_invitable,
    read_year,
)
from services.partnerships.actions.queries.invited import read_invited
from services.partnerships.axes.store import Axes
from services.partnerships.base.calendar import local_date
from services.partnerships.base.form_values import named
from services.partnerships.base.lycee_classes import lycee_classes
from services.partnerships.capacities.pages import hosts_called
from services.partnerships.documents.forms import DocumentForm
from services.partnerships.partnerships.pages.partnerships import file_name
from services.partnerships.permissions import (
    MANAGE_ACTIONS,
    PERMISSIONS,
    SEE_COMPANIES,
    WRITE_TO_MANY,
)

router = Router()
YEAR = "/entreprises/actions"
ACTION = f"{YEAR}/{{action_id}}"
AFTER_IT = (CompanyAnswer.CAME, CompanyAnswer.ABSENT)


@router.page(YEAR, action=SEE_COMPANIES)
async def year_of_actions(
    request: Request,
    uow: RequestUnitOfWork,
    vue: Literal["calendrier", "classes"] = "calendrier",
    annee: SchoolYear | None = None,
) -> Response:
    """The actions of a school year, month after month, or class by class."""
    current = SchoolYear.of(local_date(uow.now))
    year = annee or current
    following = SchoolYear.of(current.last_day + timedelta(days=1))
    uais = sorted(uow.scope.uais)
    by_class = vue == "classes"
    grid = [(uai, await lycee_classes(request, uai, year)) for uai in uais if by_class]
    after = asked_id(request, "apres")
    return render(
        request,
        "partnerships/actions/actions.html",
        shown=await read_year(uow, year, after=after),
        of_class=await read_classes_with_actions(uow, year) if by_class else {},
        first=after is None,
        view=vue,
        years=sorted({year, following, current, current.previous}, reverse=True),
        grid=grid,
        may_write=bool(writable(request, PERMISSIONS, MANAGE_ACTIONS)),
        month_name=month_name,
        **labels(),
    )


@router.page(f"{YEAR}/nouvelle", action=MANAGE_ACTIONS, whole=True)
async def new_action(
    request: Request, uow: RequestUnitOfWork, entreprise: UUID | None = None
) -> Response:
    """An action to plan, with a company when one comes from its card."""
    chosen = chooser_of(request).chosen
    typed = Typed.blank(NewActionForm, uai=chosen, company_id=entreprise)
    return await _new_action(request, uow, typed)


async def _new_action(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    lycees = writable(request, PERMISSIONS, MANAGE_ACTIONS)
    uais = [uai for uai, _ in lycees]
    # Classes are those of one lycée: with several, they are said once it is planned.
    known = await _classes_to_choose(request, uow, uais[0]) if len(uais) == 1 else []
    axes = await Axes(uow).all() if len(uais) == 1 else []
    asked_for = named(typed, "company_id")
    return render(
        request,
        "partnerships/actions/action_new.html",
        typed=typed,
        lycees=lycees,
        classes=known,
        axes=[(str(axis.id), axis.label) for axis in axes if not axis.archived],
        companies=await offered_companies(uow, uais, asked_for),
        **labels(),
    )


async def _classes_to_choose(request: Request, uow: UnitOfWork, uai: Uai) -> Any:
    found = await lycee_classes(request, uai, SchoolYear.of(local_date(uow.now)))
    return None if found is None else [(str(one.class_id), one.label) for one in found]


@router.form(f"{YEAR}/nouvelle", action=MANAGE_ACTIONS, redisplay=_new_action, whole=True)
async def plan(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NewActionForm], form_of(NewActionForm)]
) -> Response:
    """Plan an action."""
    form = typed.model
    action_id = await plan_action(
        uow, details=form.details(), company_id=form.company_id, uai=form.uai, now=uow.now
    )
    return see_other(f"{YEAR}/{action_id}", notice="Action prévue.")


@router.page(ACTION, action=SEE_COMPANIES)
async def one_action(
    request: Request, action_id: UUID, uow: RequestUnitOfWork, q: str = ""
) -> Response:
    """An action, with the companies some words find."""
    return await _show(request, uow, Typed.blank(ActionVersionForm), action_id, words=q)


async def show_action(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], action_id: UUID
) -> Response:
    """The page, with the form that was refused as it was typed."""
    return await _show(request, uow, typed, action_id)


async def _show(
    request: Request, uow: UnitOfWork, typed: Typed[Any], action_id: UUID, *, words: str = ""
) -> Response:
    card = await read_action_card(uow, action_id)
    forms = _forms(card.action)
    planned = card.action.status is ActionStatus.PLANNED
    away: set[Any] = set() if planned else {ActionForm, HeldForm}
    shown = typed.form in forms and typed.form not in away
    if shown:
        version = str(card.action.version)
        kept = {**forms[typed.form].values, **typed.values, "version": version}
        forms[typed.form] = replace(typed, values=kept)
    own = [uai for uai, _ in writable(request, PERMISSIONS, MANAGE_ACTIONS)]
    year = SchoolYear.of(card.action.details.planned_on)
    classes = await lycee_classes(request, card.action.uai, year)
    return render(
        request,
        "partnerships/actions/action.html",
        card=card,
        one=card.action,
        planned=planned,
        refused=None if shown else typed,
        correcting=forms[ActionForm],
        holding=forms[HeldForm],
        adding=forms[DocumentForm],
        **await _companies(request, uow, card.action, words),
        axes=[(str(axis.id), axis.label) for axis in card.offered_axes],
        classes=None if classes is None else [(str(c.class_id), c.label) for c in classes],
        class_labels={c.class_id: c.label for c in classes or ()},
        may_write=card.action.uai in own,
        file_name=file_name,
        **labels(),
    )


async def _companies(
    request: Request, uow: UnitOfWork, one: SchoolAction, words: str
) -> dict[str, Any]:
    asked = request.query_params.get("reponse", "")
    answer = next((known for known in CompanyAnswer if known == asked), None)
    after = asked_id(request, "apres")
    invited = await read_invited(uow, one, answer=answer, after=after)
    return {
        **await PARTS.read(request, uow, one, [shown.id for shown in invited.items]),
        "invited": invited,
        "after": after,
        "to_note": AFTER_IT if one.status is ActionStatus.HELD else BEFORE_THE_DAY[1:],
        "may_mail": bool(writable(request, PERMISSIONS, WRITE_TO_MANY)),
        "words": words.strip(),
        "found": await read_invitable(uow, one, words, await hosts_called(request, uow, words)),
        "offered_max": FOUND_MAX,
    }


def _forms(one: SchoolAction) -> dict[Any, Typed[Any]]:
    """The forms of the page as they open."""
    known = {**vars(one.details), "partners": list(one.details.partners)}
    known["classes"] = list(one.details.classes)
    for name in ("starts_at", "ends_at"):
        known[name] = f"{known[name]:%H:%M}" if known[name] else None
    return {
        ActionForm: Typed.blank(ActionForm, version=one.version, **known),
        HeldForm: Typed.blank(HeldForm, version=one.version, held_on=one.details.planned_on),
        DocumentForm: Typed.blank(DocumentForm),
    }


@router.form(f"{ACTION}/correction", action=MANAGE_ACTIONS, redisplay=show_action)
async def correct(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ActionForm], form_of(ActionForm)],
) -> Response:
    """Plan it otherwise."""
    form = typed.model
    await correct_action(
        uow, action_id=action_id, version=form.version, details=form.details(), now=uow.now
    )
    return see_other(f"{YEAR}/{action_id}", notice="Action corrigée.")


@router.form(f"{ACTION}/bilan", action=MANAGE_ACTIONS, redisplay=show_action)
async def hold(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[HeldForm], form_of(HeldForm)],
) -> Response:
    """Note that it took place."""
    form = typed.model
    planned_on = await hold_action(
        uow,
        action_id=action_id,
        version=form.version,
        on=form.held_on,
        pupils=form.pupils,
        teachers=form.teachers,
        now=uow.now,
    )
    notice = "Action menée\u00a0: bilan enregistré."
    return _done(action_id, form.version + 1, notice, planned_on=f"{planned_on}")


@router.form(f"{ACTION}/annulation", action=MANAGE_ACTIONS, redisplay=show_action)
async def cancel(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ActionVersionForm], form_of(ActionVersionForm)],
) -> Response:
    """Cancel it."""
    version = typed.model.version
    await cancel_action(uow, action_id=action_id, version=version, now=uow.now)
    return _done(action_id, version + 1, "Action annulée.")


def _done(action_id: UUID, version: int, notice: str, **before: str) -> Response:
    here = f"{YEAR}/{action_id}"
    undo = Undo(f"{here}/retour", {"version": f"{version}", **before})
    return see_other(here, notice=notice, undo=undo)


@router.form(f"{ACTION}/retour", action=MANAGE_ACTIONS, redisplay=show_action)
async def plan_again(
    action_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ReplannedForm], form_of(ReplannedForm)],
) -> Response:
    """Take back that it was held or cancelled."""
    form = typed.model
    await replan_action(
        uow,
        action_id=action_id,
        version=form.version,
        planned_on=form.planned_on,
        now=uow.now,
    )
    return see_other(f"{YEAR}/{action_id}", notice="Action de nouveau prévue.")
