"""Regulated work is for nobody under fifteen, and for a minor only where it was declared."""

from datetime import date

from services.internships.pupils.model import ADULT_FROM, age_on
from services.internships.rules.model.rule import Facts, Level, Outcome, Rule

ALLOWED_FROM = 15


def check(facts: Facts) -> Outcome | None:
    """By the age on the first day. Which works are done is known to the host and the lycée alone."""
    if facts.born_on is None:
        return None
    age = age_on(facts.born_on, facts.days[0])
    if age >= ADULT_FROM:
        return None
    if age < ALLOWED_FROM:
        said = (
            f"L’élève a {age}\u00a0ans le premier jour\u202f: aucun travail réglementé avant"
            f" {ALLOWED_FROM}\u00a0ans, même déclaré. Dites-le à l’entreprise et écrivez-le dans la convention."
        )
        return Outcome(Level.WARNING, said)
    said = (
        "Si des travaux réglementés sont prévus (machines, hauteur, électricité, produits chimiques…)\u202f: la"
        " déclaration de l’entreprise pour ce lieu (valable trois ans, sur sa fiche) et celle du lycée, avec un"
        " avis médical, doivent être faites avant le premier jour."
    )
    return Outcome(Level.REMINDER, said)


RULE = Rule(
    code="regulated_work",
    title="Travaux réglementés",
    source="Code du travail, D.\u00a04153-15 à D.\u00a04153-37 et R.\u00a04153-38 à R.\u00a04153-45",
    since=date(2015, 5, 2),
    check=check,
)
