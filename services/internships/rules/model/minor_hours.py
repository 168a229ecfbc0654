"""How long, and when, a minor may be at work: by the age on each day of the stay."""

from datetime import date

from services.internships.pupils.model import ADULT_FROM, age_on
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule

YOUNG_UNDER = 16
_FOR_ALL = (
    "8\u00a0h par jour et 35\u00a0h par semaine au plus, 30\u00a0minutes de pause après 4\u00a0h\u00a030,"
    " deux jours de repos de suite avec le dimanche, aucun jour férié travaillé (sauf secteur dérogatoire)"
)
_YOUNG = (
    f"avant {YOUNG_UNDER}\u00a0ans, 14\u00a0h de repos par jour et rien entre 20\u00a0h et 6\u00a0h"
)
_OLDER = f"de {YOUNG_UNDER} à {ADULT_FROM}\u00a0ans, 12\u00a0h de repos par jour et rien entre 22\u00a0h et 6\u00a0h"


def check(facts: Facts) -> Outcome | None:
    """Both limits when somebody becomes older during the stay; the hours themselves are in the agreement."""
    if facts.born_on is None:
        return None
    first, last = facts.days
    ages = age_on(facts.born_on, first), age_on(facts.born_on, last)
    if ages[0] >= ADULT_FROM:
        return None
    limits = [_FOR_ALL]
    limits += [_YOUNG] if ages[0] < YOUNG_UNDER else []
    limits += [_OLDER] if ages[1] >= YOUNG_UNDER else []
    until = " jusqu’à sa majorité, pendant ce séjour" if ages[1] >= ADULT_FROM else ""
    told = "\u202f; ".join(limits)
    said = (
        f"L’élève a {ages[0]}\u00a0ans le premier jour\u202f; mineur{until}\u202f: {told}."
        " Vérifiez l’horaire de la convention\u202f; un représentant légal la signe."
    )
    return Outcome(Level.REMINDER, said)


RULE = Rule(
    code="minor_hours",
    title="Horaires d’un élève mineur",
    source="Code du travail, L.\u00a03162-1, L.\u00a03162-3, L.\u00a03163-1, L.\u00a03163-2, L.\u00a03164-1, L.\u00a03164-2, L.\u00a03164-6 et L.\u00a03164-8\u202f; convention type, art.\u00a010",
    since=date(2008, 5, 1),
    check=check,
)
