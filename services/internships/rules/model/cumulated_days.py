"""More than two months with one host in a school year: the host has to pay (gratification)."""

from datetime import date

from services.internships.rules.model.rule import Facts, Level, Outcome, Rule, working_days

PAID_OVER, WARNED_FROM = 44, 40
"""Two months are 44 days of presence (D. 124-6), consecutive or not."""
_RECKONED = (
    "comptés du lundi au vendredi, tous séjours de l’année dans cette entreprise, sans déduire les jours fériés"
    " ni compter les samedis"
)


def check(facts: Facts) -> Outcome | None:
    """The days of this stay and of the others at the same company, each once."""
    days = working_days((facts.days, *facts.same_host))
    if days > PAID_OVER:
        said = (
            f"{days}\u00a0jours dans cette entreprise cette année ({_RECKONED})\u202f: au-delà de"
            f" {PAID_OVER}, elle doit une gratification à l’élève. Prévenez-la et écrivez-le dans la"
            " convention, ou choisissez d’autres dates."
        )
    elif days >= WARNED_FROM:
        said = (
            f"{days}\u00a0jours dans cette entreprise cette année ({_RECKONED})\u202f: la gratification est due"
            f" au-delà de {PAID_OVER}. Vérifiez les jours réels avant d’en ajouter."
        )
    else:
        return None
    return Outcome(Level.WARNING, said)


RULE = Rule(
    code="cumulated_days",
    title="Jours cumulés chez un même hôte",
    source="Code de l’éducation, L.\u00a0124-6 et D.\u00a0124-6",
    since=date(2014, 12, 1),
    check=check,
)
