"""The framework of a committee for a school year, and a line of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.avenir import AXES
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.committee_plans.commands import (
    add_plan_line,
    follow_plan_line,
    put_back_plan_line,
    remove_plan_line,
    take_over_plan,
    undo_taking_over,
)
from services.coordination.committee_plans.forms import (
    COMMITTEE,
    FollowedLineForm,
    PlanLineForm,
    PlanYearForm,
    TakenOverForm,
)
from services.coordination.committee_plans.model import (
    STATES,
    TEXT_CHARACTERS_MAX,
    PlanLine,
    left_over,
)
from services.coordination.committee_plans.queries import COMMITTEE_NAME, read_plan
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.store import Committees
from services.coordination.decisions.forms import owner_code
from services.coordination.decisions.queries import offered_owners
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import MANAGE_COMMITTEES, PERMISSIONS, SEE_COMMITTEES

router = Router()
PLAN = "/comites/{committee_id}/cadre"
LINE = "/comites/cadre/{plan_line_id}"
AXIS_NAMES = {one.value: name for one, name in AXES.items()}
STATE_NAMES = {one.value: label for one, (label, _) in STATES.items()}
Pressed = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(PLAN, action=SEE_COMMITTEES)
async def plan(
    request: Request, uow: RequestUnitOfWork, committee_id: UUID, annee: SchoolYear | None = None
) -> Response:
    """What a committee means to do in a school year, axis by axis (cadre d’actions)."""
    year = annee or _current(uow)
    return await _plan(request, uow, Typed.blank(PlanLineForm, annee=year), committee_id, year)


async def _plan_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    return await _plan(request, uow, typed, committee_id, _year_of(typed, uow))


async def _plan(
    request: Request, uow: UnitOfWork, typed: Typed[Any], committee_id: UUID, year: SchoolYear
) -> Response:
    committee = await Committees(uow).get(committee_id)
    lines, current = PlanLines(uow), _current(uow)
    following = SchoolYear.of(current.last_day + timedelta(days=1))
    user = context_of(request).user
    manages = PERMISSIONS.allows(user, MANAGE_COMMITTEES) and committee.archived_at is None
    here = await lines.of(committee_id, year)
    adding = issubclass(typed.form, PlanLineForm) and manages
    return render(
        request,
        "coordination/committee_plans/plan.html",
        committee=committee,
        year=year,
        years=sorted({*await lines.years(committee_id), year, current, following}, reverse=True),
        axes=await read_plan(uow, committee_id, year),
        axis_choices=list(AXIS_NAMES.items()),
        states=STATES,
        left_over=len(left_over(await lines.of(committee_id, year.previous), here)),
        typed=typed if adding else Typed.blank(PlanLineForm, annee=year),
        refused=None if adding else typed,
        owners=await _owners(uow) if manages else [],
        text_max=TEXT_CHARACTERS_MAX,
        manages=manages,
        sees_report=PERMISSIONS.allows(user, MANAGE_COMMITTEES),
    )


@router.form(PLAN, action=MANAGE_COMMITTEES, redisplay=_plan_again)
async def add(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PlanLineForm], form_of(PlanLineForm)],
) -> Response:
    """Add an action to the framework."""
    form = typed.model
    said = form.said(uow.department_uai)
    line_id = await add_plan_line(
        uow, committee_id=committee_id, year=form.annee, said=said, now=uow.now
    )
    undo = Undo(f"/comites/cadre/{line_id}/retrait", {"version": "1"})
    return see_other(_at(committee_id, form.annee), notice="Action ajoutée au cadre.", undo=undo)


@router.form(f"{PLAN}/reprise", action=MANAGE_COMMITTEES, redisplay=_plan_again)
async def take_over(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PlanYearForm], form_of(PlanYearForm)],
) -> Response:
    """Take over what the year before left to be done."""
    year = typed.model.annee
    many = await take_over_plan(uow, committee_id=committee_id, year=year, now=uow.now)
    notice = f"{plural(many, 'action reprise', 'actions reprises')} de l’an dernier."
    undo = Undo(
        f"/comites/{committee_id}/cadre/reprise/annulation",
        {"annee": year, "at": uow.now.isoformat(), "many": str(many)},
    )
    return see_other(_at(committee_id, year), notice=notice, undo=undo)


@router.form(f"{PLAN}/reprise/annulation", action=MANAGE_COMMITTEES, redisplay=_plan_again)
async def undo_take_over(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TakenOverForm], form_of(TakenOverForm)],
) -> Response:
    """Take out again what was taken over."""
    form = typed.model
    gone = await undo_taking_over(
        uow, committee_id=committee_id, year=form.annee, at=form.at, now=uow.now
    )
    notice = f"{plural(gone, 'action retirée', 'actions retirées')} du cadre."
    if kept := form.many - gone:
        notice += f" {plural(kept, 'a changé', 'ont changé')} depuis, et {'reste' if kept == 1 else 'restent'}."
    return see_other(_at(committee_id, form.annee), notice=notice)


@router.page(LINE, action=MANAGE_COMMITTEES)
async def line(request: Request, uow: RequestUnitOfWork, plan_line_id: UUID) -> Response:
    """A line to follow, or to correct."""
    return await _line(request, uow, Typed.blank(DecisionForm), plan_line_id)


async def _line(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], plan_line_id: UUID
) -> Response:
    known = await PlanLines(uow).get(plan_line_id)
    committee = await Committees(uow).get(known.committee_id)
    owner, sent = known.said.owner, typed.form is FollowedLineForm
    following = sent and known.removed_at is None and committee.archived_at is None
    owners = await _owners(uow, owner.actor_id if owner else None)
    if typed.current and sent:
        current = _known(known, uow.department_uai).values["owner"]
        labels = {"axis": AXIS_NAMES, "state": STATE_NAMES, "owner": dict(owners)}
        typed = replace(typed, current={**typed.current, "owner": current}, labels=labels)
    return render(
        request,
        "coordination/committee_plans/plan_line.html",
        typed=typed if following else _known(known, uow.department_uai),
        refused=None if following else typed,
        line=known,
        committee=committee,
        axis_choices=list(AXIS_NAMES.items()),
        state_choices=list(STATE_NAMES.items()),
        owners=owners,
        text_max=TEXT_CHARACTERS_MAX,
    )


@router.form(LINE, action=MANAGE_COMMITTEES, redisplay=_line)
async def follow(
    plan_line_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FollowedLineForm], form_of(FollowedLineForm)],
) -> Response:
    """Say where an action is, or what it is otherwise."""
    form = typed.model
    one = await follow_plan_line(
        uow,
        line_id=plan_line_id,
        version=form.version,
        said=form.said(uow.department_uai),
        state=form.state,
        outcome=form.outcome,
        now=uow.now,
    )
    return see_other(_of(one), notice="Action enregistrée.")


@router.form(f"{LINE}/retrait", action=MANAGE_COMMITTEES, redisplay=_line)
async def remove(plan_line_id: UUID, uow: RequestUnitOfWork, typed: Pressed) -> Response:
    """Take an action out of the framework."""
    version = typed.model.version
    one = await remove_plan_line(uow, line_id=plan_line_id, version=version, now=uow.now)
    undo = Undo(f"/comites/cadre/{plan_line_id}/remise", {"version": str(one.version)})
    return see_other(_of(one), notice="Action retirée du cadre.", undo=undo)


@router.form(f"{LINE}/remise", action=MANAGE_COMMITTEES, redisplay=_line)
async def put_back(plan_line_id: UUID, uow: RequestUnitOfWork, typed: Pressed) -> Response:
    """Take back that an action was removed."""
    version = typed.model.version
    one = await put_back_plan_line(uow, line_id=plan_line_id, version=version, now=uow.now)
    return see_other(_of(one), notice="Action remise dans le cadre.")


def _known(line: PlanLine, department: Uai) -> Typed[Any]:
    """The form as it is known."""
    owner = line.said.owner
    return Typed.blank(
        FollowedLineForm,
        annee=line.year,
        axis=line.said.axis,
        text=line.said.text,
        owner=owner_code(owner, department) if owner else COMMITTEE,
        due_on=line.said.due_on,
        state=line.state,
        outcome=line.outcome,
        version=line.version,
    )


async def _owners(uow: UnitOfWork, chosen: UUID | None = None) -> list[tuple[str, str]]:
    return [(COMMITTEE, COMMITTEE_NAME), *await offered_owners(uow, chosen)]


def _current(uow: UnitOfWork) -> SchoolYear:
    return SchoolYear.of(local_date(uow.now))


def _year_of(typed: Typed[Any], uow: UnitOfWork) -> SchoolYear:
    """The year of the page a refused form stood on."""
    try:
        return SchoolYear(typed.value("annee"))
    except ValueError:
        return _current(uow)


def _of(one: PlanLine) -> str:
    return _at(one.committee_id, one.year)


def _at(committee_id: UUID, year: SchoolYear) -> str:
    return f"/comites/{committee_id}/cadre?annee={year}"
