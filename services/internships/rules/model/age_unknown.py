"""Without a birth date, what protects minors cannot be looked at."""

from datetime import date

from services.internships.rules.model.rule import Facts, Level, Outcome, Rule


def check(facts: Facts) -> Outcome | None:
    """Taken for a minor until the list says otherwise: the stricter way."""
    if facts.born_on is not None:
        return None
    said = (
        "La date de naissance de l’élève n’est pas connue\u202f: tenez-le pour mineur (horaires, travaux"
        " réglementés, signature d’un représentant légal), ou importez une liste qui l’a."
    )
    return Outcome(Level.REMINDER, said)


RULE = Rule(
    code="age_unknown",
    title="Âge inconnu",
    source="Précaution, sans texte",
    since=date(2008, 5, 1),
    check=check,
)
