"""How many pupils a host may have at once, by its staff."""

from datetime import date

from services.internships.hosts.model import of_ceiling
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule


def check(facts: Facts) -> Outcome | None:
    """Nothing is said of a site whose staff nobody stated."""
    if facts.ceiling is None:
        return None
    said = of_ceiling(facts.hosted, facts.ceiling)
    return Outcome(Level.WARNING, " ".join(said)) if said else None


RULE = Rule(
    code="host_quota",
    title="Plafond d’accueil",
    source="Code de l’éducation, R.\u00a0124-10",
    since=date(2015, 10, 30),
    check=check,
)
