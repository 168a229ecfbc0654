"""The rules of the network: decided by the supervisor, read by every bureau."""

from typing import Annotated, Any

from fastapi import Request, Response

from contracts.partnerships.pressure import NetworkRule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.base.calendar import local_date
from services.partnerships.permissions import DECIDE_RULES, PERMISSIONS, SEE_RULES
from services.partnerships.pressure.commands import decide_hosting_limit, decide_rule
from services.partnerships.pressure.forms import LimitForm, RuleForm
from services.partnerships.pressure.labels import RULES as LABELS
from services.partnerships.pressure.model import BOUNDS, BY_LAW, HostingLimit, RuleStep, in_force
from services.partnerships.pressure.store.hosting_limits import HostingLimits
from services.partnerships.pressure.store.rules import Rules

router = Router()
RULES = "/entreprises/regles"


@router.page(RULES, action=SEE_RULES)
async def rules(request: Request, uow: RequestUnitOfWork) -> Response:
    """What holds today, what was decided for later, and since when."""
    return await _rules(request, uow, _rule(uow))


def _rule(uow: UnitOfWork) -> Typed[RuleForm]:
    return Typed.blank(RuleForm, from_on=local_date(uow.now))


def _limit(uow: UnitOfWork) -> Typed[LimitForm]:
    given = {name: getattr(BY_LAW, name) for name in ("percent", "small", "small_under")}
    return Typed.blank(LimitForm, **given, from_on=local_date(uow.now))


async def _rules(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    today = local_date(uow.now)
    steps = await Rules(uow).steps()
    return render(
        request,
        "partnerships/pressure/rules.html",
        typed=typed if typed.form is RuleForm else _rule(uow),
        today=today,
        labels=LABELS,
        choices=[(rule.value, label) for rule, (label, _, _) in LABELS.items()],
        rules=[(rule, in_force(rule, steps, today), BOUNDS[rule]) for rule in NetworkRule],
        steps=sorted(steps, key=lambda step: step.from_on, reverse=True),
        limits=await HostingLimits(uow).all(),
        by_law=BY_LAW,
        typed_limit=typed if typed.form is LimitForm else _limit(uow),
        may_decide=PERMISSIONS.allows(context_of(request).user, DECIDE_RULES),
    )


@router.form(RULES, action=DECIDE_RULES, redisplay=_rules)
async def decide(
    uow: RequestUnitOfWork, typed: Annotated[Typed[RuleForm], form_of(RuleForm)]
) -> Response:
    """Decide a rule from a day on."""
    form = typed.model
    step = RuleStep(form.rule, form.value, form.from_on)
    await decide_rule(uow, step=step, now=uow.now)
    return see_other(RULES, notice="Règle enregistrée.")


@router.form(f"{RULES}/plafond", action=DECIDE_RULES, redisplay=_rules)
async def decide_limit(
    uow: RequestUnitOfWork, typed: Annotated[Typed[LimitForm], form_of(LimitForm)]
) -> Response:
    """Enter the rectorat's ceiling."""
    limit = HostingLimit(**typed.model.model_dump())
    await decide_hosting_limit(uow, limit=limit, now=uow.now)
    return see_other(RULES, notice="Plafond enregistré.")
