"""How many pupils somebody may be the tutor of at once."""

from datetime import date

from services.internships.hosts.model import of_tutor
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule


def check(facts: Facts) -> Outcome | None:
    """Nothing is said as long as nobody is the tutor."""
    said = of_tutor(facts.tutored)
    return Outcome(Level.WARNING, " ".join(said)) if said else None


RULE = Rule(
    code="tutor_load",
    title="Élèves suivis par un même tuteur",
    source="Code de l’éducation, R.\u00a0124-13",
    since=date(2015, 10, 30),
    check=check,
)
