"""What committees decided: to do for a lycée, all of it for the supervisor, by who carries it out."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.database.readings import Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.decisions.commands import (
    correct_decision,
    finish_decision,
    give_up_decision,
    reopen_decision,
    withdraw_decision,
)
from services.coordination.decisions.forms import (
    TEXT_CHARACTERS_MAX,
    CorrectedDecisionForm,
    FollowedForm,
    TakenForm,
    owner_code,
)
from services.coordination.decisions.labels import LATE, STATES
from services.coordination.decisions.queries import (
    AT_HOME,
    OF_HOME,
    OPEN_COUNT,
    by_owner,
    offered_names,
    offered_owners,
    read_at_home,
    read_open,
    read_settled,
)
from services.coordination.decisions.store import Decisions
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import NAMES
from services.coordination.permissions import (
    CARRY_OUT_DECISIONS,
    MANAGE_COMMITTEES,
    PERMISSIONS,
    SEE_COMMITTEES,
)

router = Router()
ALL = "/comites/decisions"
ONE = f"{ALL}/{{decision_id}}"
AT_HOME_READ = (OF_HOME, OPEN_COUNT, NAMES)
_AT_HOME = Together(*AT_HOME_READ)
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
Followed = Annotated[Typed[FollowedForm], form_of(FollowedForm)]
WEEK = "/semaine"
"""« Ma semaine » of a bureau, which shows what was entrusted to its lycée."""
NO_MORE: Mapping[str, str] = {}


@router.page(ALL, action=SEE_COMMITTEES)
async def all_decisions(
    request: Request, uow: RequestUnitOfWork, lycee: Uai | Literal[""] = ""
) -> Response:
    """What is to be done, and what became of the rest; `lycee`: what that one carries out."""
    return await _all(request, uow, Typed.blank(DecisionForm), lycee=lycee or None)


async def _again(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    decision_id: UUID | None = None,
) -> Response:
    if decision_id is not None:
        await Decisions(uow).get(decision_id)
    return await _all(request, uow, typed)


async def _all(
    request: Request, uow: UnitOfWork, typed: Typed[Any], *, lycee: Uai | None = None
) -> Response:
    user = context_of(request).user
    manages = PERMISSIONS.allows(user, MANAGE_COMMITTEES)
    of = lycee if manages else None
    to_do = await read_open(uow, lycee=of)
    return render(
        request,
        "coordination/decisions/decisions.html",
        asked=of,
        lycees=await offered_names(uow) if manages else (),
        typed=typed,
        groups=by_owner(to_do),
        to_do=to_do,
        settled=await read_settled(uow, lycee=of),
        states=STATES,
        late=LATE,
        may_manage=manages,
        may_carry_out=PERMISSIONS.allows(user, CARRY_OUT_DECISIONS),
    )


@router.fragment("/reseau/fragments/decisions", action=CARRY_OUT_DECISIONS)
async def at_home(request: Request, uow: RequestUnitOfWork) -> Response:
    """What is due first, for the home page; nothing without one."""
    await _AT_HOME.ahead(uow, {"decisions_max": AT_HOME})
    first, many = await read_at_home(uow)
    return render(
        request, "coordination/decisions/fragment_decisions.html", first=first, many=many, late=LATE
    )


@router.fragment("/reseau/fragments/decisions-de-la-semaine", action=CARRY_OUT_DECISIONS)
async def of_the_week(request: Request, uow: RequestUnitOfWork) -> Response:
    """What committees entrusted to the lycée, for « Ma semaine » of its bureau; nothing without one."""
    return render(
        request,
        "coordination/decisions/fragment_week.html",
        decisions=await read_open(uow),
        today=local_date(uow.now),
    )


@router.page(f"{ONE}/correction", action=MANAGE_COMMITTEES)
async def edit(request: Request, uow: RequestUnitOfWork, decision_id: UUID) -> Response:
    """A decision to correct."""
    one = await Decisions(uow).get(decision_id)
    known = one.details
    typed = Typed.blank(
        CorrectedDecisionForm,
        text=known.text,
        owner=owner_code(known.owner, uow.department_uai),
        due_on=known.due_on,
        version=one.version,
    )
    return await _edit(request, uow, typed, decision_id)


async def _edit(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], decision_id: UUID
) -> Response:
    one = await Decisions(uow).get(decision_id)
    return render(
        request,
        "coordination/decisions/decision_form.html",
        typed=typed,
        decision=one,
        owners=await offered_owners(uow, one.details.owner.actor_id),
        text_max=TEXT_CHARACTERS_MAX,
    )


@router.form(f"{ONE}/correction", action=MANAGE_COMMITTEES, redisplay=_edit)
async def correct(
    decision_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedDecisionForm], form_of(CorrectedDecisionForm)],
) -> Response:
    """Correct a decision."""
    form = typed.model
    details = TakenForm.details(form, uow.department_uai)
    await correct_decision(
        uow, decision_id=decision_id, version=form.version, details=details, now=uow.now
    )
    meeting_id = (await Decisions(uow).get(decision_id)).meeting_id
    return see_other(f"/comites/reunions/{meeting_id}#decisions", notice="Décision corrigée.")


@router.form(f"{ONE}/fait", action=CARRY_OUT_DECISIONS, redisplay=_again)
async def finish(decision_id: UUID, uow: RequestUnitOfWork, typed: Followed) -> Response:
    """Note that a decision is carried out."""
    form = typed.model
    await finish_decision(uow, decision_id=decision_id, version=form.version, now=uow.now)
    undo = _undo(decision_id, form.version, {"semaine": "true"} if form.semaine else {})
    return see_other(WEEK if form.semaine else ALL, notice="Décision faite.", undo=undo)


@router.form(f"{ONE}/abandon", action=MANAGE_COMMITTEES, redisplay=_again)
async def give_up(decision_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Note that a decision will not be carried out."""
    version = typed.model.version
    await give_up_decision(uow, decision_id=decision_id, version=version, now=uow.now)
    return see_other(ALL, notice="Décision abandonnée.", undo=_undo(decision_id, version))


@router.form(f"{ONE}/retrait", action=MANAGE_COMMITTEES, redisplay=_again)
async def withdraw(decision_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Withdraw a decision noted by mistake: nothing of it is shown."""
    version = typed.model.version
    meeting_id = await withdraw_decision(uow, decision_id=decision_id, version=version, now=uow.now)
    where = f"/comites/reunions/{meeting_id}#decisions"
    undo = _undo(decision_id, version)
    return see_other(where, notice="Décision retirée.", undo=undo)


@router.form(f"{ONE}/reprise", action=CARRY_OUT_DECISIONS, redisplay=_again)
async def reopen(decision_id: UUID, uow: RequestUnitOfWork, typed: Followed) -> Response:
    """Have a decision be to be done again."""
    form = typed.model
    await reopen_decision(uow, decision_id=decision_id, version=form.version, now=uow.now)
    where = WEEK if form.semaine else ALL
    return see_other(where, notice="La décision est de nouveau à faire.")


def _undo(decision_id: UUID, version: int, more: Mapping[str, str] = NO_MORE) -> Undo:
    return Undo(f"{ALL}/{decision_id}/reprise", {"version": str(version + 1), **more})
