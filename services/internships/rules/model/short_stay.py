"""A period in a company is never less than three weeks."""

from datetime import date

from services.internships.periods.model import MINIMUM_WEEKS
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule, working_days

MINIMUM_DAYS = MINIMUM_WEEKS * 5
"""21 days running always hold as many."""


def check(facts: Facts) -> Outcome | None:
    """The days from Monday to Friday; a stay that has a sequel is not the whole."""
    days = working_days((facts.days,))
    if days >= MINIMUM_DAYS or facts.elsewhere_in_period:
        return None
    said = (
        f"Ce lieu d’accueil est prévu pour {days}\u00a0jour{'s' * (days > 1)} du lundi au vendredi\u202f: une PFMP"
        f" compte au moins {MINIMUM_WEEKS}\u00a0semaines, soit {MINIMUM_DAYS}\u00a0jours. Corrigez les dates, ou"
        " prévoyez la suite avec l’équipe enseignante."
    )
    return Outcome(Level.WARNING, said)


RULE = Rule(
    code="short_stay",
    title="Trois semaines au moins",
    source="Arrêtés du 21 novembre 2018 (CAP et baccalauréat professionnel)",
    since=date(2019, 9, 1),
    check=check,
)
