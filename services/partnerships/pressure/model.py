"""The courtesy delay (délai de courtoisie), the ceiling of a site, and who asked it lately."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.identifiers import Uai
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


STAFF_MAX = 100_000


class LimitOutOfBounds(Invalid):
    """A ceiling that is none, or that nobody could ever reach."""

    code = "limit-out-of-bounds"
    title = "Cette valeur n’est pas possible."


@dataclass(frozen=True)
class HostingLimit:
    """`percent` of the staff, rounded up; `small` below `small_under` people."""

    percent: int = 15
    small: int = 3
    small_under: int = 20
    from_on: date = date.min

    def check(self, today: date) -> None:
        """Raises LimitOutOfBounds, RuleInThePast."""
        for name, most in (("percent", 100), ("small", 50), ("small_under", 500)):
            if not 1 <= getattr(self, name) <= most:
                raise LimitOutOfBounds(f"De 1 à {most}.", field=name)
        if self.from_on < today:
            raise RuleInThePast(field="from_on")


BY_LAW = HostingLimit()
"""What R. 124-10 says until the rectorat decides otherwise."""


WINDOW = timedelta(days=30)


class CourtesyNotOver(Invalid):
    """Another lycée has just asked this host: one may go on, knowing it."""

    code = "courtesy-not-over"
    title = (
        "Un autre lycée vient de solliciter ce lieu. Si vous l’avez contacté malgré le délai de "
        "courtoisie, cochez la case, puis notez de nouveau l’échange."
    )


@dataclass(frozen=True)
class Solicited:
    """How often one lycée asked a site within the window, and when last."""

    uai: Uai
    lycee: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Pressure:
    """Who asked a site within 30 days."""

    by: Sequence[Solicited]
    courtesy_until: date | None = None
    """Until when the others leave it alone."""

    @property
    def times(self) -> int:
        """How often, all lycées together."""
        return sum(one.times for one in self.by)


def courtesy_until(others: Sequence[Solicited], days: int, today: date) -> date | None:
    """The last day of the delay that another lycée's solicitation began, unless it is over."""
    if not others or not days:
        return None
    until = max(one.last_on for one in others) + timedelta(days=days - 1)
    return until if until >= today else None
