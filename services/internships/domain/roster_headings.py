"""Which column of a class list is what: headings of Pronote and SIECLE, and those a lycée explains."""

from collections.abc import Mapping, Sequence

from contracts.words import plain

FIELDS: Mapping[str, str] = {
    "last_name": "Nom de l’élève",
    "first_name": "Prénom de l’élève",
    "full_name": "Nom et prénom dans une même colonne",
    "class_label": "Classe",
    "born": "Date de naissance",
    "commune": "Commune de résidence",
    "postcode": "Code postal de résidence",
    "left": "Date de sortie du lycée",
}
"""What a column may be, in the words people read."""
_HEADINGS = {
    "last_name": ("nom de famille", "nom", "nom de l eleve", "nom eleve", "nom de naissance"),
    "first_name": (
        "prenom",
        "prenoms",
        "prenom 1",
        "prenom1",
        "premier prenom",
        "prenom usuel",
        "prenom de l eleve",
        "prenom eleve",
    ),
    "class_label": (
        "classe",
        "classes",
        "division",
        "libelle classe",
        "libelle division",
        "code classe",
        "code division",
        "classe de rattachement",
    ),
    "born": ("ne e le", "ne le", "nee le", "date de naissance", "date naissance", "naissance"),
    "commune": (
        *("commune de residence", "ville de residence", "commune", "ville"),
        *("libelle commune", "commune eleve", "ville eleve"),
    ),
    "postcode": ("code postal de residence", "code postal", "cp", "code postal eleve"),
    "left": (
        *("date de sortie", "date sortie", "date de sortie du lycee", "date de sortie eleve"),
        *("sortie le", "sorti le", "sorti e le", "sorti e s le", "parti le", "parti e le"),
        *("date de depart", "date depart", "depart le", "date de fin de scolarite"),
        *("date de radiation", "radie le", "radie e le"),
    ),
    "full_name": ("eleve", "eleves", "nom prenom", "nom et prenom", "nom prenoms"),
}

Said = Mapping[str, str | None]
"""What headings stand for, by key; None for a column to leave aside."""


def heading_keys(cells: Sequence[str]) -> list[str]:
    """What the headings of a row are remembered by; none for one that comes again."""
    keys = [plain(cell) for cell in cells]
    return [key if key not in keys[:at] else "" for at, key in enumerate(keys)]


def columns_of(cells: Sequence[str], said: Said) -> Mapping[str, int]:
    """The column of each field; empty when a row is no heading."""
    keys = heading_keys(cells)
    columns = {
        field: keys.index(name)
        for field, names in _HEADINGS.items()
        for name in reversed(names)
        if name in keys and name not in said
    }
    columns |= {field: keys.index(key) for key, field in said.items() if field and key in keys}
    named = {"last_name", "first_name"} <= columns.keys()
    return columns if named or "full_name" in columns else {}
