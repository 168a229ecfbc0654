"""Which column of a list is what: headings as people spell them, in any order, under any title."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count

from services.partnerships.domain.import_pupils import of_pupils
from services.partnerships.domain.import_rejects import LINE, REASON
from services.partnerships.domain.text import plain

REMARK, LAST_CONTACT = "remark", "last_contact"
SEVERAL = frozenset({REMARK, LAST_CONTACT})
"""What more than one column may be: each says something of its own, under its heading."""

FIELDS: Mapping[str, str] = {
    "name": "Raison sociale",
    "siret": "SIRET",
    "siren": "SIREN",
    "naf": "Code NAF",
    "address": "Adresse",
    "postcode": "Code postal",
    "commune": "Commune",
    "commune_code": "Code INSEE de la commune",
    "country": "Pays",
    "legal_form": "Forme juridique",
    "diffusion": "Diffusion",
    "contact": "Nom du contact",
    "first_name": "Prénom du contact",
    "function": "Fonction du contact",
    "mail": "Mail",
    "phone": "Téléphone",
    "mobile": "Portable, ou second téléphone",
    LAST_CONTACT: "Dernier échange (appel, visite…)",
    REMARK: "Remarques (note de votre lycée)",
}
"""What a column may be, in the words people read."""
LINE_FIELDS: Mapping[str, str] = {n: label for n, label in FIELDS.items() if n not in SEVERAL}
"""What is corrected on a line of its own; a note stays as it was written."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "raison sociale",
        "entreprise",
        "nom de l entreprise",
        "nom entreprise",
        "denomination",
        "denomination sociale",
        "societe",
        "etablissement",
        "structure",
        "structure d accueil",
        "lieu d accueil",
        "organisme d accueil",
        "employeur",
        "enseigne",
        "nom commercial",
        *("intitule", "tiers", "nom du tiers", "nom de la structure", "nom etablissement"),
    ),
    "siret": ("siret", "numero siret", "n siret", "no siret", "n de siret"),
    "siren": ("siren", "numero siren", "n siren", "no siren", "n de siren"),
    "naf": ("naf", "ape", "code naf", "code ape", "naf ape", "code naf ape", "activite naf"),
    "address": ("adresse", "rue", "adresse postale", "adresse 1", "adresse entreprise", "voie"),
    "postcode": ("code postal", "cp", "c p"),
    "commune": ("commune", "ville", "localite"),
    "commune_code": ("code commune", "code insee", "insee", "code commune insee"),
    "country": ("pays",),
    "legal_form": ("forme juridique", "statut juridique", "forme"),
    "diffusion": ("diffusion", "statut de diffusion", "diffusible"),
    "contact": (
        "contact nom",
        "nom du contact",
        "contact",
        "nom contact",
        "interlocuteur",
        "personne a contacter",
        "responsable",
        "tuteur",
        "nom du tuteur",
        "maitre de stage",
        "referent",
        "dirigeant",
        "gerant",
    ),
    "first_name": ("prenom", "prenom du contact", "contact prenom", "prenom du tuteur"),
    "function": ("fonction", "contact fonction", "fonction du contact", "poste", "qualite"),
    "mail": (
        "mail",
        "courriel",
        "e mail",
        "email",
        "adresse mail",
        "contact mail",
        "adresse electronique",
        "adresse e mail",
        "mel",
    ),
    "phone": (
        "telephone",
        "tel",
        "numero de telephone",
        "contact telephone",
        "telephone fixe",
        "tel fixe",
        "fixe",
        "tel entreprise",
    ),
    "mobile": (
        "portable",
        "mobile",
        "tel portable",
        "telephone portable",
        "gsm",
        "port",
        "telephone 2",
        "tel 2",
        "second telephone",
        "autre telephone",
    ),
    LAST_CONTACT: (
        *("dernier contact", "dernier appel", "dernier echange", "dernier rdv", "derniere visite"),
        *("derniere relance", "date de contact", "date du dernier contact", "date dernier contact"),
        *(
            "date appel",
            "date d appel",
            "date de relance",
            "relance le",
            "contacte le",
            "appele le",
        ),
        *("contactee le", "vu le", "dernier courriel", "dernier mail", "dernier rendez vous"),
    ),
    REMARK: (
        *("observation", "remarque", "commentaire", "relance", "note", "suivi", "historique", "ok"),
        *("classe prise", "classes prise", "nb stagiaire", "nb de stagiaire", "avis", "bilan"),
        *("nombre de stagiaire", "nb eleve", "nombre d eleve", "info", "information", "divers"),
        *("compte rendu", "precision", "remarque et observation", "a savoir"),
    ),
}
"""How the heading of each field is spelt, reduced to bare words."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    # Looked for inside a longer heading (« N° SIRET (14 chiffres) »), in this order.
    LAST_CONTACT: ("dernier contact", "dernier appel", "derniere relance", "derniere visite"),
    REMARK: ("observation", "remarque", "commentaire", "relance", "stagiaire"),
    "siret": ("siret",),
    "siren": ("siren",),
    "postcode": ("code postal",),
    "commune_code": ("insee",),
    "mail": ("mail", "courriel", "electronique"),
    "mobile": ("portable", "mobile"),
    "phone": ("telephone", "tel"),
    "name": ("raison sociale", "entreprise", "societe", "lieu d accueil", "structure d accueil"),
    "commune": ("ville", "commune", "localite"),
    "address": ("adresse",),
    "first_name": ("prenom",),
    "contact": ("contact", "tuteur", "interlocuteur", "responsable"),
    "naf": ("naf", "ape"),
}
_BARE_NAMES = frozenset({"nom", "noms", "prenom", "prenoms", "nom prenom", "nom et prenom"})
KNOWN, EXACT, WITHIN, CLOSE = 4, 3, 2, 1
CLOSE_RATIO = 0.85
HEADING_CHARACTERS_MAX = 60
"""A longer cell is a sentence, not a heading."""
OURS = frozenset(map(plain, (REASON, LINE)))
"""Columns that giving rejected lines back adds to a file."""


@dataclass(frozen=True)
class Heading:
    """The row of headings: the column of each field that was recognised."""

    columns: Mapping[str, int]
    score: int
    sure: frozenset[int] = field(default=frozenset())
    """Columns whose heading leaves no doubt, those to be left aside included."""


def heading_of(
    cells: Sequence[str],
    keys: Sequence[str] = (),
    known: Mapping[str, str | None] | None = None,
) -> Heading:
    """Read a row as headings; `known` says what somebody said some of their keys are.

    Each column is one field at most, and each field the column that resembles it most.
    """
    said = {i: (known or {})[key] for i, key in enumerate(keys) if key in (known or {})}
    guesses = [(KNOWN, name, index) for index, name in said.items() if name]
    pupils = of_pupils(cells) - said.keys()
    unread = pupils | (_names(cells) if pupils else frozenset())
    guesses += [guess for guess in _guesses(cells) if guess[2] not in unread | said.keys()]
    columns: dict[str, int] = {}
    score = KNOWN * sum(name is None for name in said.values())
    sure = {index for index, name in said.items() if name is None} | pupils
    sure |= {index for index, cell in enumerate(cells) if plain(cell) in OURS}
    for strength, name, index in sorted(guesses, key=lambda guess: (-guess[0], guess[2])):
        key = field_key(name, cells[index], columns)
        if key not in columns and index not in columns.values():
            columns[key] = index
            score += strength
            if strength >= EXACT:
                sure.add(index)
    if not pupils:
        _names_of_people(cells, columns, said)
    return Heading(columns, score, frozenset(sure))


def keyed(columns: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """Columns, as (field, heading, index), by what each is kept by: see `field_key`."""
    found: dict[str, int] = {}
    for name, heading, index in columns:
        found[field_key(name, heading, found)] = index
    return found


def field_key(name: str, heading: str, taken: Container[str] = ()) -> str:
    """What a column is kept by: its field, with its heading where several may be the same."""
    if name not in SEVERAL:
        return name
    key = f"{name}:{' '.join(heading.split())}"
    return next(one for n in count(1) if (one := key if n == 1 else f"{key} {n}") not in taken)


def parted_field(key: str) -> tuple[str, str]:
    """The field and the heading of `field_key`."""
    name, _, heading = key.partition(":")
    return name, heading


def _guesses(cells: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    for index, cell in enumerate(cells):
        words = " ".join(map(_singular, plain(cell).split()))
        if not words or len(words) > HEADING_CHARACTERS_MAX or plain(cell) in OURS:
            continue
        for name, accepted in HEADINGS.items():
            if words in accepted:
                yield EXACT, name, index
        padded = f" {words} "
        for name, inside in _WORDS.items():
            if any(f" {word} " in padded for word in inside):
                yield WITHIN, name, index
                break
        for name, accepted in HEADINGS.items():
            if any(_close(words, one) for one in accepted):
                yield CLOSE, name, index


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def _close(words: str, accepted: str) -> bool:
    """Whether one is the other with a typing mistake; short words differ by one letter too soon."""
    if min(len(words), len(accepted)) < 5:
        return False
    return SequenceMatcher(None, words, accepted).ratio() >= CLOSE_RATIO


def _names(cells: Sequence[str]) -> frozenset[int]:
    """« Nom » and « Prénom », of pupils or of contacts where a column of pupils is beside them."""
    return frozenset(at for at, cell in enumerate(cells) if plain(cell) in _BARE_NAMES)


def _names_of_people(
    cells: Sequence[str], columns: dict[str, int], said: Mapping[int, str | None]
) -> None:
    """« Nom » alone is a person's beside « Prénom », else the company's when nothing else is."""
    bare = next((i for i, cell in enumerate(cells) if plain(cell) in ("nom", "noms")), None)
    if bare is None or bare in columns.values() or bare in said:
        return
    if "first_name" in columns and "contact" not in columns:
        columns["contact"] = bare
    elif "name" not in columns:
        columns["name"] = bare
