"""Every rule of this folder, found by its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from services.internships.rules import model as rules
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule

_OF_THE_FOLDER = {"rule", "registry"}
RULES: Sequence[Rule] = tuple(
    import_module(f"{rules.__name__}.{module.name}").RULE
    for module in sorted(iter_modules(rules.__path__), key=lambda module: module.name)
    if module.name not in _OF_THE_FOLDER
)


@dataclass(frozen=True)
class Finding:
    """What one rule says of a stay."""

    rule: Rule
    outcome: Outcome

    @property
    def warns(self) -> bool:
        """Whether somebody has to say that they know it."""
        return self.outcome.level is Level.WARNING


def findings(facts: Facts) -> Sequence[Finding]:
    """What the rules in force on its first day say of a stay; warnings first."""
    said = [
        Finding(rule, outcome)
        for rule in RULES
        if rule.holds_on(facts.days[0]) and (outcome := rule.check(facts))
    ]
    return sorted(said, key=lambda one: not one.warns)
