"""Which column of a class list is what: headings of Pronote and SIECLE, and those a lycée explains."""

from collections.abc import Mapping, Sequence

from contracts.words import plain

FIELDS: Mapping[str, str] = {
    "last_name": "Nom de l’élève",
    "first_name": "Prénom de l’élève",
    "full_name": "Nom et prénom dans une même colonne",
    "name_and_class": "Nom, prénom et classe dans une même colonne",
    "class_label": "Classe",
    "born": "Date de naissance",
    "commune": "Commune de résidence",
    "postcode": "Code postal de résidence",
    "left": "Date de sortie du lycée",
    "mail_1": "Courriel du représentant légal 1",
    "mail_2": "Courriel du représentant légal 2",
    "own_mail": "Courriel de l’élève",
    "identifier": "Identifiant de l’élève (distingue deux homonymes, n’est pas gardé)",
}
"""What a column may be, in the words people read."""
NAMES = (
    frozenset({"last_name", "first_name"}),
    frozenset({"name_and_class"}),
    frozenset({"full_name"}),
)
"""The columns that say who a pupil is, whichever come first."""
MAILS = ("mail_1", "mail_2", "own_mail")
"""The columns of addresses: of the representatives, of the pupil."""
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
        "cl",
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
        *("date de radiation", "radie le", "radie e le", "sortie", "depart"),
    ),
    "full_name": ("eleve", "eleves", "nom prenom", "nom et prenom", "nom prenoms"),
    "name_and_class": (
        *(
            "eleve classe",
            "eleves classe",
            "eleve et classe",
            "eleve division",
            "nom prenom classe",
        ),
        *("nom prenom et classe", "nom et prenom classe", "nom et prenom et classe"),
    ),
    "identifier": (
        *("ine", "n ine", "no ine", "numero ine", "code ine", "ine eleve", "n national", "elenoet"),
        *("identifiant", "identifiant national", "identifiant eleve", "identifiant de l eleve"),
        *("id national", "id eleve", "eleve id", "matricule", "matricule eleve", "n interne"),
        *("n eleve", "no eleve", "num eleve", "numero eleve", "numero de l eleve", "code eleve"),
        *("identifiant national eleve", "identifiant national unique", "numero interne"),
    ),
}

_BIRTH = frozenset({"naissance", "naiss", "nais", "ddn"})
"""Words of the heading of birth dates, whole or cut short."""
_NOT_BORN = frozenset(
    {
        *("nom", "lieu", "commune", "ville", "pays", "dept", "departement", "code", "cp"),
        *("resp", "responsable", "pere", "mere", "tuteur", "parent"),
    }
)
_HOSTS = frozenset(
    {
        *("entreprise", "societe", "employeur", "structure", "organisme", "tuteur", "stage"),
        *("pfmp", "accueil", "siret", "raison"),
    }
)
"""Words of the headings of whoever hosts a pupil."""
_WHERE = frozenset({"commune", "ville", "libelle commune", "code postal", "cp"})
"""Headings of a place that do not say whose."""

_MAILS = frozenset({"mel", "mail", "mails", "email", "emails", "courriel", "courriels"})
_LEGAL = frozenset(
    {
        *("representant", "representante", "responsable", "resp", "legal", "rl", "rl1", "rl2"),
        *("parent", "parents", "pere", "mere", "famille", "resp1", "resp2", "parent1", "parent2"),
    }
)
_SECOND = frozenset({"2", "rl2", "resp2", "parent2", "second", "seconde"})
_PUPILS = frozenset({"eleve", "eleves", "apprenant", "etudiant"})
_OF_A_PUPIL = (" de l eleve", " d eleve", " de l apprenant")
"""« Mél du responsable de l’élève » is of one person, « Mél élève / responsable » of two."""

Said = Mapping[str, str | None]
"""What headings stand for, by key; None for a column to leave aside."""


def heading_keys(cells: Sequence[str]) -> list[str]:
    """What the headings of a row are remembered by; none for one that comes again."""
    keys = [plain(cell) for cell in cells]
    return [key if key not in keys[:at] else "" for at, key in enumerate(keys)]


def columns_of(cells: Sequence[str], said: Said) -> Mapping[str, int]:
    """The column of each field; empty when a row is no heading."""
    keys = heading_keys(cells)
    theirs = _of_hosts(keys)
    columns = {
        field: keys.index(name)
        for field, names in _HEADINGS.items()
        for name in reversed(names)
        if name in keys and name not in said and keys.index(name) not in theirs
    }
    born = next((at for at, key in enumerate(keys) if key not in said and _is_birth(key)), None)
    if born is not None:
        columns.setdefault("born", born)
    columns |= _mails(keys, said)
    columns |= {field: keys.index(key) for key, field in said.items() if field and key in keys}
    names = next((names for names in NAMES if names <= columns.keys()), None)
    if names is None:
        return {}
    # A name is read from one place: what says it again is left aside, and counted.
    again = {field for other in NAMES for field in other} - names
    return {field: at for field, at in columns.items() if field not in again}


def _is_birth(key: str) -> bool:
    """Whether a heading is one of birth dates, in other words or cut short (« Date naiss. »)."""
    words = set(key.split())
    return bool(words & _BIRTH) and not words & _NOT_BORN


def _mails(keys: Sequence[str], said: Said) -> Mapping[str, int]:
    """The columns of addresses of families, each said to be of a representative or of the pupil.

    « Mail » alone may be anybody’s: somebody says so.
    """
    found: dict[str, int] = {}
    for at, key in enumerate(keys):
        words = set(key.split())
        if key in said or not words & _MAILS or words & _HOSTS:
            continue
        if words & _LEGAL and words & _PUPILS and not any(one in key for one in _OF_A_PUPIL):
            continue
        if words & _LEGAL:
            first = "mail_2" if words & _SECOND else "mail_1"
            # « Mail père », « Mail mère »: one after the other.
            found.setdefault("mail_2" if first in found and "1" not in words else first, at)
        elif words & _PUPILS:
            found.setdefault("own_mail", at)
    return found


def is_of_a_host(key: str) -> bool:
    """Whether a heading is of whoever hosts a pupil."""
    return bool(_HOSTS & set(key.split()))


def _of_hosts(keys: Sequence[str]) -> frozenset[int]:
    """The columns of a place that stand after a host's: it is the host's, not a pupil's residence."""
    hosts = [at for at, key in enumerate(keys) if is_of_a_host(key)]
    after = range(min(hosts, default=len(keys)), len(keys))
    return frozenset(at for at in after if keys[at] in _WHERE)
