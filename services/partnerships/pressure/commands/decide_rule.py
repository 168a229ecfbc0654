"""The department decides a rule for all bureaux."""

from datetime import datetime

from contracts.identifiers import RuleId
from contracts.partnerships.pressure import NetworkRuleDecidedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.model import RuleStep, check
from services.partnerships.pressure.store.rules import Rules


async def decide_rule(uow: UnitOfWork, *, step: RuleStep, now: datetime) -> None:
    """Decide what a rule says from a day on (règle du réseau), in place of one of the same day.

    Raises RuleOutOfBounds, RuleInThePast.
    """
    check(step, local_date(now))
    rule_id, version = await Rules(uow).decide(step)
    decided = NetworkRuleDecidedV1(
        rule_id=RuleId(rule_id),
        rule=step.rule,
        value=step.value,
        from_on=step.from_on,
        occurred_on=local_date(now),
    )
    uow.publish(decided, version=version)
