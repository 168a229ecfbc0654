"""Words of an import of a class list: what it did, and what it left aside."""

from collections.abc import Sequence

from services.chassis.web.views.french import plural
from services.internships.roster_files.model.file import LeftAside
from services.internships.rosters.model.outcome import RosterOutcome

COLUMNS_NAMED, HEADING_SHOWN = 6, 30


def aside_words(aside: Sequence[LeftAside]) -> str:
    """What was left aside, the longest columns by name: they come first, and a notice is short."""
    if not aside:
        return ""
    cells = plural(sum(one.cells for one in aside), "case laissée", "cases laissées")
    most = aside[:COLUMNS_NAMED]
    named = ", ".join(f"{one.where[:HEADING_SHOWN]} ({one.cells})" for one in most)
    others = len(aside) - COLUMNS_NAMED
    more = f" et {plural(others, 'autre colonne')}" if others > 0 else ""
    return f" {cells} de côté\u202f: {named}{more}."


def outcome_words(outcome: RosterOutcome) -> str:
    """What an import did, in one sentence."""
    told = (
        (outcome.known, "déjà là", "déjà là"),
        (outcome.moved, "changement de classe", "changements de classe"),
        (outcome.renamed, "classe renommée", "classes renommées"),
        (outcome.left, "sortie", "sorties"),
        (outcome.back, "retour", "retours"),
        (outcome.detailed, "fiche complétée", "fiches complétées"),
        (outcome.addresses, "adresse de famille", "adresses de familles"),
        (outcome.own_addresses, "adresse d’élève", "adresses d’élèves"),
        (
            outcome.unplaced,
            "élève laissé de côté (classe sans formation)",
            "élèves laissés de côté (classes sans formation)",
        ),
        (outcome.repeated, "ligne en double", "lignes en double"),
        (outcome.aside, "ligne laissée de côté", "lignes laissées de côté"),
    )
    parts = [plural(outcome.created, "élève ajouté", "élèves ajoutés")]
    parts += [plural(count, one, many) for count, one, many in told if count]
    return f"{', '.join(parts)}."
