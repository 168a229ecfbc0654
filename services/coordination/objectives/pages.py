"""Yearly objectives: what is set for a school year, and the form of the supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Request, Response

from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.objectives.commands import (
    restore_objective,
    set_objective,
    withdraw_objective,
)
from services.coordination.objectives.forms import ObjectiveForm, ObjectiveRef
from services.coordination.objectives.model import (
    INDICATORS,
    NOTE_CHARACTERS_MAX,
    PERCENTS,
    TARGET_MAX,
    Objective,
    Wanted,
)
from services.coordination.objectives.store import Objectives
from services.coordination.permissions import PERMISSIONS, SEE_CAMPAIGNS, SET_OBJECTIVES

router = Router()
LIST = "/objectifs"
NEW = f"{LIST}/nouveau"
DEPARTMENT = "Département"
Ref = Annotated[Typed[ObjectiveRef], form_of(ObjectiveRef)]


@dataclass(frozen=True)
class OfOne:
    """The objectives of a lycée, or of the department, in the order of the indicators."""

    name: str
    objectives: Sequence[Objective]


@router.page(LIST, action=SEE_CAMPAIGNS)
async def all_objectives(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """What is set for a school year (objectifs de l’année)."""
    return await _list(request, uow, Typed.blank(ObjectiveRef), annee)


async def _list(
    request: Request, uow: UnitOfWork, typed: Typed[Any], annee: SchoolYear | None
) -> Response:
    current = SchoolYear.of(local_date(uow.now))
    year = annee or current
    return render(
        request,
        "coordination/objectives/objectives.html",
        typed=typed,
        year=year,
        years=sorted({*await Objectives(uow).years(), year, current}, reverse=True),
        owners=await _by_owner(uow, year),
        indicators=INDICATORS,
        percents=PERCENTS,
        department=uow.department_uai,
        sets=PERMISSIONS.allows(context_of(request).user, SET_OBJECTIVES),
    )


@router.page(NEW, action=SET_OBJECTIVES)
async def new(
    request: Request,
    uow: RequestUnitOfWork,
    annee: SchoolYear | None = None,
    lycee: Uai | None = None,
    indicateur: ObjectiveIndicator | None = None,
) -> Response:
    """An objective to set, or one that is set already, to change."""
    year = annee or SchoolYear.of(local_date(uow.now))
    known = None
    if indicateur is not None:
        wanted = Wanted(lycee or uow.department_uai, year, indicateur)
        known = await Objectives(uow).find_for_update(wanted)
    values: dict[str, Any] = {}
    if known is not None:
        values = {"target": known.target, "note": known.note, "version": known.version}
    blank = Typed.blank(ObjectiveForm, annee=year, lycee=lycee, indicator=indicateur, **values)
    return await _form(request, uow, blank)


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


async def _form(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    current = SchoolYear.of(local_date(uow.now))
    following = SchoolYear.of(current.last_day + timedelta(days=1))
    years = sorted({current, following, typed.value("annee") or current}, reverse=True)
    return render(
        request,
        "coordination/objectives/objective_form.html",
        typed=typed,
        lycees=await _lycees(uow),
        years=[(one, one) for one in years],
        indicators=[(one.value, _named(one)) for one in INDICATORS],
        target_max=TARGET_MAX,
        note_max=NOTE_CHARACTERS_MAX,
    )


@router.form(NEW, action=SET_OBJECTIVES, redisplay=_new_again)
async def put(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ObjectiveForm], form_of(ObjectiveForm)]
) -> Response:
    """Set an objective."""
    form = typed.model
    wanted = Wanted(form.lycee or uow.department_uai, form.annee, form.indicator)
    await set_objective(
        uow,
        wanted=wanted,
        target=form.target,
        note=form.note,
        version=form.version,
        now=uow.now,
    )
    return see_other(_of_year(form.annee), notice="Objectif fixé.")


async def _list_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _list(request, uow, typed, _year_of(typed))


@router.form(f"{LIST}/retrait", action=SET_OBJECTIVES, redisplay=_list_again)
async def withdraw(uow: RequestUnitOfWork, typed: Ref) -> Response:
    """Withdraw an objective."""
    form = typed.model
    await withdraw_objective(uow, objective_id=form.objective_id, version=form.version, now=uow.now)
    fields = {"objective_id": str(form.objective_id), "version": str(form.version + 1)}
    fields |= {"annee": form.annee} if form.annee else {}
    undo = Undo(f"{LIST}/reprise", fields)
    return see_other(_of_year(form.annee), notice="Objectif retiré.", undo=undo)


@router.form(f"{LIST}/reprise", action=SET_OBJECTIVES, redisplay=_list_again)
async def restore(uow: RequestUnitOfWork, typed: Ref) -> Response:
    """Take back that an objective was withdrawn."""
    form = typed.model
    await restore_objective(uow, objective_id=form.objective_id, version=form.version, now=uow.now)
    return see_other(_of_year(form.annee), notice="L’objectif est repris.")


def _of_year(year: SchoolYear | None) -> str:
    return f"{LIST}?annee={year}" if year else LIST


def _year_of(typed: Typed[Any]) -> SchoolYear | None:
    """The year of the page a refused form stood on."""
    try:
        return SchoolYear(typed.value("annee"))
    except ValueError:
        return None


async def _by_owner(uow: UnitOfWork, year: SchoolYear) -> Sequence[OfOne]:
    """The department first, then lycées by name."""
    names = {uow.department_uai: DEPARTMENT, **dict(await _lycees(uow))}
    found: dict[Uai, list[Objective]] = {}
    for one in await Objectives(uow).of(year):
        found.setdefault(one.wanted.owner, []).append(one)
    order = list(INDICATORS)
    owners = sorted(found, key=lambda uai: (uai != uow.department_uai, names.get(uai, uai)))
    return [
        OfOne(
            names.get(uai, uai),
            sorted(found[uai], key=lambda one: order.index(one.wanted.indicator)),
        )
        for uai in owners
    ]


async def _lycees(uow: UnitOfWork) -> Sequence[tuple[Uai, str]]:
    names = await Lycees(uow).names()
    lycees = [(Uai(uai), name) for uai, name in names.items() if uai != uow.department_uai]
    return sorted(lycees, key=lambda one: one[1])


def _named(one: ObjectiveIndicator) -> str:
    return f"{INDICATORS[one]} (en\u00a0%)" if one in PERCENTS else INDICATORS[one]
