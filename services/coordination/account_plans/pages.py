"""The shared plan of a big account, to read, tick and print."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.account_plans.commands import (
    add_line,
    correct_line,
    move_line,
    remove_line,
    restore_line,
)
from services.coordination.account_plans.forms import (
    CorrectedLineForm,
    LineBackForm,
    LineForm,
    LineStateForm,
)
from services.coordination.account_plans.model import (
    LINE_STATES,
    NEXT,
    WHAT_CHARACTERS_MAX,
    PlanLine,
)
from services.coordination.account_plans.store import PlanLines
from services.coordination.accounts.labels import SUBJECTS, choices, labels
from services.coordination.accounts.queries import AccountCard, read_account, read_joined
from services.coordination.permissions import PERMISSIONS, PLAN_ACCOUNTS, SEE_ACCOUNTS

router = Router()
PLAN = "/grands-comptes/{key_account_id}/plan"


@router.page(PLAN, action=SEE_ACCOUNTS)
async def plan(request: Request, uow: RequestUnitOfWork, key_account_id: UUID) -> Response:
    """The plan, as it is read and printed."""
    return await show_plan(request, uow, Typed.blank(LineForm), key_account_id)


async def show_plan(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], key_account_id: UUID
) -> Response:
    """The plan, with what was refused, if anything was."""
    card = await read_account(uow, key_account_id)
    lines = PlanLines(uow)
    shown = await lines.of(key_account_id)
    known = {one.id: one for one in shown}
    joined = await read_joined(uow, card.account)
    writes = PERMISSIONS.allows(context_of(request).user, PLAN_ACCOUNTS)
    return render(
        request,
        "coordination/account_plans/plan.html",
        card=card,
        lines=shown,
        joined=joined,
        joined_lines=[(one, await lines.of(one.account.id)) for one in joined.others],
        moves=[one for one in await lines.moves(key_account_id) if one.line_id in known],
        of_line=known,
        typed=typed,
        elsewhere=not _has_its_form(typed, known),
        correcting={one.id: _correcting(one, typed) for one in shown},
        adding=typed if typed.form is LineForm else Typed.blank(LineForm),
        lycees=_lycees(request, uow, card) if writes else [],
        wide=uow.scope.department_wide,
        own=_own(uow, card) if writes else (),
        line_states=LINE_STATES,
        next_states=NEXT,
        subject_choices=choices(SUBJECTS),
        state_choices=[(state.value, label) for state, (label, _) in LINE_STATES.items()],
        what_max=WHAT_CHARACTERS_MAX,
        **labels(),
    )


def _has_its_form(typed: Typed[Any], known: Mapping[UUID, PlanLine]) -> bool:
    """Whether a form of the page says what was refused."""
    if typed.form is CorrectedLineForm:
        return typed.value("plan_line_id") in {str(one) for one in known}
    return typed.form is LineForm


def _correcting(line: PlanLine, typed: Typed[Any]) -> Typed[Any]:
    """The form of a line: as it was typed where it was refused, else as it is."""
    if typed.form is CorrectedLineForm and typed.value("plan_line_id") == str(line.id):
        return replace(typed, labels={"subject": dict(choices(SUBJECTS))})
    held = {name: getattr(line, name) for name in ("subject", "what", "due_on", "version")}
    return Typed.blank(CorrectedLineForm, plan_line_id=line.id, **held)


def _lycees(request: Request, uow: UnitOfWork, card: AccountCard) -> list[tuple[str, str]]:
    """The lycées one may put a line for: one’s own, or all it concerns."""
    if uow.scope.department_wide:
        return [(one.uai, card.named(one.uai)) for one in card.parties]
    own = writable(request, PERMISSIONS, PLAN_ACCOUNTS)
    return [(uai, name) for uai, name in own if card.concerns(uai)]


def _own(uow: UnitOfWork, card: AccountCard) -> list[str]:
    """The lycées whose lines one ticks."""
    wide = uow.scope.department_wide
    return [one.uai for one in card.parties if wide or one.uai in uow.scope.uais]


@router.form(f"{PLAN}/lignes", action=PLAN_ACCOUNTS, redisplay=show_plan)
async def add(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LineForm], form_of(LineForm)],
) -> Response:
    """Put a line into the plan."""
    form = typed.model
    plan_line_id = await add_line(
        uow,
        key_account_id=key_account_id,
        subject=form.subject,
        what=form.what,
        due_on=form.due_on,
        uai=form.lycee if uow.scope.department_wide else form.uai,
        now=uow.now,
    )
    here = f"/grands-comptes/{key_account_id}/plan"
    undo = Undo(f"{here}/retrait", {"plan_line_id": str(plan_line_id), "version": "1"})
    return see_other(here, notice="Ligne ajoutée au plan.", undo=undo)


@router.form(f"{PLAN}/etat", action=PLAN_ACCOUNTS, redisplay=show_plan)
async def tick(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LineStateForm], form_of(LineStateForm)],
) -> Response:
    """Say how far a line is."""
    form = typed.model
    before = await PlanLines(uow).get(key_account_id, form.plan_line_id)
    await move_line(
        uow,
        key_account_id=key_account_id,
        line_id=form.plan_line_id,
        version=form.version,
        state=form.state,
        now=uow.now,
    )
    here = f"/grands-comptes/{key_account_id}/plan"
    fields = {
        "plan_line_id": str(form.plan_line_id),
        "version": str(form.version + 1),
        "state": before.state.value,
    }
    notice = f"Ligne\u00a0: {LINE_STATES[form.state][0].lower()}."
    return see_other(here, notice=notice, undo=Undo(f"{here}/etat", fields))


@router.form(f"{PLAN}/correction", action=PLAN_ACCOUNTS, redisplay=show_plan)
async def correct(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedLineForm], form_of(CorrectedLineForm)],
) -> Response:
    """Say a line otherwise, where it stands."""
    form = typed.model
    before = await correct_line(
        uow,
        key_account_id=key_account_id,
        line_id=form.plan_line_id,
        version=form.version,
        subject=form.subject,
        what=form.what,
        due_on=form.due_on,
        now=uow.now,
    )
    here = f"/grands-comptes/{key_account_id}/plan"
    fields = {
        "plan_line_id": str(before.id),
        "version": str(form.version + 1),
        "subject": before.subject.value,
        "what": before.what,
        "due_on": before.due_on.isoformat() if before.due_on else "",
    }
    return see_other(here, notice="Ligne corrigée.", undo=Undo(f"{here}/correction", fields))


@router.form(f"{PLAN}/retrait", action=PLAN_ACCOUNTS, redisplay=show_plan)
async def remove(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LineBackForm], form_of(LineBackForm)],
) -> Response:
    """Take a line out of the plan."""
    line_id, version = typed.model.plan_line_id, typed.model.version
    await remove_line(
        uow, key_account_id=key_account_id, line_id=line_id, version=version, now=uow.now
    )
    here = f"/grands-comptes/{key_account_id}/plan"
    undo = Undo(f"{here}/remise", {"plan_line_id": str(line_id), "version": str(version + 1)})
    return see_other(here, notice="Ligne retirée du plan.", undo=undo)


@router.form(f"{PLAN}/remise", action=PLAN_ACCOUNTS, redisplay=show_plan)
async def put_back(
    key_account_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LineBackForm], form_of(LineBackForm)],
) -> Response:
    """Put a line back into the plan."""
    await restore_line(
        uow,
        key_account_id=key_account_id,
        line_id=typed.model.plan_line_id,
        version=typed.model.version,
        now=uow.now,
    )
    return see_other(f"/grands-comptes/{key_account_id}/plan", notice="Ligne remise dans le plan.")
