"""Referent teachers: their list with its load, and who follows whom in a period, by class."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.formations.queries import read_years
from services.internships.hosts.pages import with_host_names
from services.internships.periods.store import Periods
from services.internships.permissions import ASSIGN_REFERENTS, PERMISSIONS, SEE_PFMP
from services.internships.referents.commands import (
    Assigned,
    assign_referents,
    name_referents,
    remove_referent,
    tie_account,
    undo_assignment,
)
from services.internships.referents.forms import AccountForm, NamesForm, ReferentsForm, by_pupil
from services.internships.referents.model import PUPILS_AT_ONCE, names_of
from services.internships.referents.pages.accounts import accounts_of
from services.internships.referents.queries.referents import (
    FollowedClass,
    FollowedPupil,
    read_followed_classes,
    read_followed_pupils,
    read_loads,
)
from services.internships.referents.store.referents import Referents

router = Router()
LIST = "/pfmp/referents"
OF_PERIOD = "/pfmp/periodes/{period_id}/referents"


def assigning(request: Request) -> list[tuple[Uai, str]]:
    """The lycées one may say it for."""
    return list(writable(request, PERMISSIONS, ASSIGN_REFERENTS))


@router.page(LIST, action=SEE_PFMP)
async def referents(request: Request, uow: RequestUnitOfWork) -> Response:
    """The referent teachers of a school year, and how many pupils each follows."""
    return await _list(request, uow, Typed.blank(NamesForm))


async def _list(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
) -> Response:
    year = await _year(uow, request.query_params.get("annee") or typed.value("annee"))
    naming = typed if typed.form is NamesForm else Typed.blank(NamesForm)
    tying = typed if typed.form is AccountForm else Typed.blank(AccountForm)
    own = assigning(request)
    loads = await read_loads(uow, uow.scope.uais, year)
    return draw(
        request,
        "internships/referents/referents.html",
        loads=loads,
        year=year,
        typed=naming,
        tying=tying,
        teachers=[(load.referent.id, load.referent.name) for load in loads],
        refused=None if typed in (naming, tying) else typed,
        at_most=PUPILS_AT_ONCE,
        own=own,
        accounts=await accounts_of(request, [uai for uai, _ in own]),
    )


async def _year(uow: UnitOfWork, asked: str) -> SchoolYear:
    """The school year asked for, one that has classes; without one, this one."""
    now = SchoolYear.of(local_date(uow.now))
    if asked in ("", now):
        return now
    if asked not in await read_years(uow):
        raise NotFound
    return SchoolYear(asked)


@router.form(LIST, action=ASSIGN_REFERENTS, redisplay=_list)
async def name(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NamesForm], form_of(NamesForm)]
) -> Response:
    """Add teachers to the list."""
    form, names = typed.model, names_of(typed.model.names)
    year = await _year(uow, form.annee or "")
    new = await name_referents(uow, names=names, uai=form.uai, school_year=year, now=uow.now)
    told = f"{plural(len(new), 'enseignant ajouté', 'enseignants ajoutés')}."
    known = len(names) - len(new)
    if known:
        told += f" {plural(known, 'nom était', 'noms étaient')} déjà dans la liste."
    return see_other(f"{LIST}?annee={form.annee}" if form.annee else LIST, notice=told)


@router.form(LIST + "/compte", action=ASSIGN_REFERENTS, redisplay=_list)
async def tie(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AccountForm], form_of(AccountForm)],
) -> Response:
    """Say which account somebody has: they are told of their pupils from now on."""
    form, there = typed.model, frozenset[UUID]()
    if form.account_id:
        uai = (await Referents(uow).get(form.referent_id)).uai
        there = frozenset((await accounts_of(request, [uai])).there(uai))
    before = await tie_account(
        uow, referent_id=form.referent_id, account_id=form.account_id, there=there, now=uow.now
    )
    back = {"referent_id": str(before.id), "account_id": str(before.account_id or "")}
    return see_other(
        f"{LIST}?annee={before.school_year}",
        notice=f"{before.name} est relié à son compte."
        if form.account_id
        else f"{before.name} n’est plus relié à un compte.",
        undo=Undo(LIST + "/compte", {**back, "annee": before.school_year}),
    )


@router.form(LIST + "/{referent_id}/retrait", action=ASSIGN_REFERENTS, redisplay=_list)
async def remove(
    referent_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take somebody off the list who follows nobody."""
    await remove_referent(uow, referent_id=referent_id, now=uow.now)
    return see_other(LIST, notice="Enseignant retiré de la liste.")


@router.page(OF_PERIOD, action=SEE_PFMP)
async def of_period(
    request: Request, period_id: UUID, uow: RequestUnitOfWork, classe: str = ""
) -> Response:
    """Who follows the pupils of a class in a period."""
    return await _of_period(request, uow, Typed.blank(ReferentsForm, class_id=classe), period_id)


async def _of_period(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID
) -> Response:
    period = await Periods(uow).get(period_id)
    classes = await read_followed_classes(uow, period)
    chosen = _chosen(classes, typed.value("class_id"))
    pupils = await read_followed_pupils(uow, period, chosen.class_id) if chosen else []
    await note_pupils(uow, [period.uai] if pupils else [], period_id=period.id)
    loads = await read_loads(uow, frozenset({period.uai}), period.school_year)
    return draw(
        request,
        "internships/referents/period_referents.html",
        of=period.uai,
        period=period,
        classes=classes,
        chosen=chosen,
        pupils=await with_host_names(request, period.uai, pupils),
        loads=loads,
        names={load.referent.id: load.referent.name for load in loads},
        options=[
            (load.referent.id, f"{load.referent.name} ({plural(load.at_once, 'élève')})")
            for load in loads
        ],
        typed=typed if typed.values.get("chosen") else _as_known(typed, chosen, pupils),
        at_most=PUPILS_AT_ONCE,
        may_assign=any(uai == period.uai for uai, _ in assigning(request)),
    )


def _chosen(classes: Sequence[FollowedClass], asked: str) -> FollowedClass | None:
    """The class that was asked for, else the first one that is not done."""
    if asked:
        found = next((one for one in classes if str(one.class_id) == asked), None)
        if found is None:
            raise NotFound
        return found
    return next((one for one in classes if one.without), classes[0] if classes else None)


def _as_known(
    typed: Typed[Any], chosen: FollowedClass | None, pupils: Sequence[FollowedPupil]
) -> Typed[Any]:
    known = [f"{one.pupil_year_id}:{one.referent_id or ''}" for one in pupils]
    fresh = Typed.blank(ReferentsForm, class_id=chosen and chosen.class_id, chosen=known)
    return Typed(fresh.form, fresh.values, typed.errors, typed.refusal)


@router.form(OF_PERIOD, action=ASSIGN_REFERENTS, redisplay=_of_period)
async def assign(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ReferentsForm], form_of(ReferentsForm)],
) -> Response:
    """Have the pupils of a class followed by whom was chosen."""
    form = typed.model
    chosen = {pupil: referent or form.rest for pupil, referent in by_pupil(form.chosen).items()}
    done = await assign_referents(
        uow, period_id=period_id, shown=by_pupil(form.shown), chosen=chosen, now=uow.now
    )
    undo = Undo(f"{LIST}/attributions/{done.act_id}/retrait") if done.changed else None
    here = f"/pfmp/periodes/{period_id}/referents?classe={form.class_id}"
    return see_other(here, notice=_sentence(done), undo=undo)


def _sentence(done: Assigned) -> str:
    given = sum(done.by_referent.values())
    told = []
    if given:
        by = plural(len(done.by_referent), "enseignant")
        told.append(f"{plural(given, 'élève confié', 'élèves confiés')} à {by}.")
    if done.to_nobody:
        told.append(f"{plural(done.to_nobody, 'élève')} sans référent désormais.")
    if done.meanwhile:
        left = plural(done.meanwhile, "élève laissé", "élèves laissés")
        told.append(f"{left} à qui quelqu’un d’autre vient de les confier.")
    return " ".join(told) or "Rien n’a changé."


@router.form(LIST + "/attributions/{assignment_id}/retrait", action=ASSIGN_REFERENTS)
async def undo(
    assignment_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take it back: each pupil is followed by whom it was before."""
    period_id, back = await undo_assignment(uow, act_id=assignment_id, now=uow.now)
    return see_other(
        f"/pfmp/periodes/{period_id}/referents",
        notice=f"{plural(back, 'élève remis', 'élèves remis')} comme avant.",
    )
