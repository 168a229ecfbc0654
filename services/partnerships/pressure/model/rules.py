"""Rules of the network (règles du réseau): what the department decides for all, from a day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.partnerships.pressure import NetworkRule
from services.chassis.base.errors import Invalid


@dataclass(frozen=True)
class Bounds:
    """What holds until somebody decides, and what can be decided."""

    default: int
    at_least: int
    at_most: int


BOUNDS: Mapping[NetworkRule, Bounds] = {
    NetworkRule.COURTESY_DAYS: Bounds(15, 0, 90),
}


@dataclass(frozen=True)
class RuleStep:
    """From a day on, a rule says this."""

    rule: NetworkRule
    value: int
    from_on: date


class RuleOutOfBounds(Invalid):
    """A delay of a thousand days would keep everybody from calling anybody."""

    code = "rule-out-of-bounds"
    title = "Cette valeur n’est pas possible."


class RuleInThePast(Invalid):
    """What was asked of people yesterday cannot be changed today."""

    code = "rule-in-the-past"
    title = "Une règle se décide pour aujourd’hui ou plus tard."


def check(step: RuleStep, today: date) -> None:
    """Raises RuleOutOfBounds, RuleInThePast."""
    bounds = BOUNDS[step.rule]
    if not bounds.at_least <= step.value <= bounds.at_most:
        said = f"De {bounds.at_least} à {bounds.at_most}."
        raise RuleOutOfBounds(said, field="value")
    if step.from_on < today:
        raise RuleInThePast(field="from_on")


def in_force(rule: NetworkRule, steps: Iterable[RuleStep], on: date) -> int:
    """What a rule says on a day."""
    past = [step for step in steps if step.rule.value == rule.value and step.from_on <= on]
    latest = max(past, key=lambda step: step.from_on, default=None)
    return latest.value if latest else BOUNDS[rule].default
