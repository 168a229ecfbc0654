"""Declared figures: the list, a figure noted or corrected, a lycée named."""

from contextlib import suppress
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import month_name
from services.supervision.base.figure_words import parts, said
from services.supervision.base.today import today_of
from services.supervision.coverage.queries.coverage import lycee_names
from services.supervision.declared_figures.commands import (
    correct_figure,
    declare_figure,
    forget_lycee,
    name_lycee,
    put_back_figure,
    withdraw_figure,
)
from services.supervision.declared_figures.model import SOURCES, DeclaredFigure, months_to_declare
from services.supervision.declared_figures.queries import declared_of_year, names_of_all
from services.supervision.declared_figures.store import DeclaredFigures, DeclaredLycees
from services.supervision.figure_entry.forms import (
    NAME_MAX,
    OFFERED,
    FigureForm,
    FigureRef,
    LyceeForm,
    LyceeRef,
    PutBack,
)
from services.supervision.indicators.model import BY_CODE
from services.supervision.permissions import DECLARE_FIGURES, SEE_DEPARTMENT

router = strict_router()
PATH = "/departement/chiffres-declares"
FIGURE = f"{PATH}/{{figure_id}}"
Filled = Annotated[Typed[FigureForm], form_of(FigureForm)]


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_declared(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """What lycées told, lycée by lycée (chiffres déclarés)."""
    return await _list(request, uow, Typed.blank(LyceeForm), annee)


async def _list(
    request: Request,
    uow: UnitOfWork,
    typed: Refused[Any],
    annee: SchoolYear | None = None,
    *,
    refused: Refused[Any] | None = None,
) -> Response:
    today = today_of(uow)
    year = annee or SchoolYear.of(today)
    figures = await declared_of_year(uow, year)
    names, inside = await names_of_all(uow), await lycee_names(uow)
    by_lycee = {uai: list(of) for uai, of in groupby(figures, lambda one: str(one.of.uai))}
    months = [*months_to_declare(today), *await DeclaredFigures(uow).months()]
    named = [str(one.uai) for one in await DeclaredLycees(uow).all()]
    return render(
        request,
        "supervision/figure_entry/declared.html",
        year=year,
        years=sorted({SchoolYear.of(one.first) for one in months}, reverse=True),
        lycees=[
            (uai, name, uai in inside, by_lycee.get(uai, []))
            for uai, name in names.items()
            if uai in by_lycee or (uai in named and uai not in inside)
        ],
        indicators=BY_CODE,
        month_name=month_name,
        said=said,
        parts=parts,
        typed=typed,
        refused=refused,
    )


@router.page(f"{PATH}/nouveau", action=DECLARE_FIGURES)
async def new_figure(
    request: Request, uow: RequestUnitOfWork, lycee: Uai | None = None
) -> Response:
    """A figure to note."""
    today = today_of(uow)
    return await _form(request, uow, Typed.blank(FigureForm, lycee=lycee, told_on=today))


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Refused[Any],
    known: DeclaredFigure | None = None,
) -> Response:
    today = today_of(uow)
    months = [*months_to_declare(today)]
    if known and known.of.month not in months:
        months.append(known.of.month)
    return render(
        request,
        "supervision/figure_entry/figure.html",
        typed=typed,
        known=known,
        today=today,
        lycees=list((await names_of_all(uow)).items()),
        indicators=[
            (one.code, f"{one.title} (sur\u2026)" if one.denominator else one.title)
            for one in OFFERED
        ],
        months=[(one.key, month_name(one.first)) for one in months],
        sources=[(one.value, label) for one, label in SOURCES.items()],
    )


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


@router.form(PATH, action=DECLARE_FIGURES, redisplay=_again)
async def declare(uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Note it."""
    of, part = typed.model.declaration(), bool(typed.model.known.denominator)
    one = await declare_figure(uow, of=of, part=part, today=today_of(uow), now=uow.now)
    return _back(of.month.first, "Chiffre noté comme déclaré.", undo=_undo("retrait", one))


@router.page(f"{FIGURE}/modification", action=DECLARE_FIGURES)
async def edit_figure(request: Request, figure_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One to correct."""
    one = await DeclaredFigures(uow).get(figure_id)
    shown = {name: of for name, of in vars(one.of).items() if name != "uai"}
    shown |= {"lycee": one.of.uai, "month": one.of.month.key, "source": one.of.source.value}
    typed = Typed.blank(FigureForm, **shown, version=one.version)
    return await _form(request, uow, typed, one)


async def _edited(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], figure_id: UUID
) -> Response:
    return await _form(request, uow, typed, await DeclaredFigures(uow).get(figure_id))


@router.form(f"{FIGURE}/modification", action=DECLARE_FIGURES, redisplay=_edited)
async def correct(figure_id: UUID, uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Correct it."""
    form = typed.model
    of, part = form.declaration(), bool(form.known.denominator)
    await correct_figure(
        uow,
        figure_id=figure_id,
        version=form.version or 0,
        of=of,
        part=part,
        today=today_of(uow),
        now=uow.now,
    )
    return _back(of.month.first, "Chiffre déclaré corrigé.")


async def _listed(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    """The list with why above it, of the year of the figure."""
    year = None
    with suppress(NotFound, ValueError):
        one = await DeclaredFigures(uow).get(UUID(typed.value("figure_id")))
        year = one.year
    return await _list(request, uow, Typed.blank(LyceeForm), year, refused=typed)


@router.form(f"{PATH}/retrait", action=DECLARE_FIGURES, redisplay=_listed)
async def withdraw(
    uow: RequestUnitOfWork, typed: Annotated[Typed[FigureRef], form_of(FigureRef)]
) -> Response:
    """Show it no more."""
    of = typed.model
    one = await withdraw_figure(uow, figure_id=of.figure_id, version=of.version, now=uow.now)
    name = (await names_of_all(uow)).get(one.of.uai, one.of.uai)[:NAME_MAX]
    undo = _undo("remise", one, name=name)
    return _back(one.of.month.first, "Chiffre déclaré retiré.", undo=undo)


@router.form(f"{PATH}/remise", action=DECLARE_FIGURES, redisplay=_listed)
async def put_back(
    uow: RequestUnitOfWork, typed: Annotated[Typed[PutBack], form_of(PutBack)]
) -> Response:
    """Show it again."""
    of = typed.model
    one, named = await put_back_figure(
        uow, figure_id=of.figure_id, version=of.version, lycee=of.name, now=uow.now
    )
    too = f", et {of.name} est de nouveau dans la liste" if named else ""
    return _back(one.of.month.first, f"Chiffre déclaré remis{too}.")


async def _named(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _list(request, uow, typed)


@router.form(f"{PATH}/lycees", action=DECLARE_FIGURES, redisplay=_named)
async def add_lycee(
    uow: RequestUnitOfWork, typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)]
) -> Response:
    """Name a lycée that is not in yet."""
    await name_lycee(uow, uai=typed.model.lycee, name=typed.model.name)
    undo = Undo(f"{PATH}/lycees/retrait", {"lycee": str(typed.model.lycee)})
    return see_other(PATH, notice=f"{typed.model.name} est dans la liste.", undo=undo)


@router.form(f"{PATH}/lycees/retrait", action=DECLARE_FIGURES, redisplay=_listed)
async def remove_lycee(
    uow: RequestUnitOfWork, typed: Annotated[Typed[LyceeRef], form_of(LyceeRef)]
) -> Response:
    """Name it no more."""
    uai = typed.model.lycee
    name = await forget_lycee(uow, uai=uai)
    undo = Undo(f"{PATH}/lycees", {"lycee": str(uai), "name": name})
    return see_other(PATH, notice=f"{name} n’est plus dans la liste.", undo=undo)


def _undo(what: str, one: DeclaredFigure, **also: str) -> Undo:
    fields = {"figure_id": str(one.id), "version": str(one.version), **also}
    return Undo(f"{PATH}/{what}", fields)


def _back(day: Any, notice: str, undo: Undo | None = None) -> Response:
    return see_other(f"{PATH}?annee={SchoolYear.of(day)}", notice=notice, undo=undo)
