"""Which column of a list is what: headings as people spell them, in any order, under any title."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.partnerships.domain.text import plain

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
        "structure d accueil",
        "lieu d accueil",
        "organisme d accueil",
        "employeur",
        "enseigne",
        "nom commercial",
    ),
    "siret": ("siret", "numero siret", "n siret", "no siret", "n de siret"),
    "siren": ("siren", "numero siren", "n siren", "no siren", "n de siren"),
    "naf": ("naf", "ape", "code naf", "code ape", "naf ape", "code naf ape", "activite naf"),
    "address": ("adresse", "rue", "adresse postale", "adresse 1", "adresse entreprise", "voie"),
    "postcode": ("code postal", "cp", "c p"),
    "commune": ("commune", "ville", "localite"),
    "commune_code": ("code commune", "code insee", "insee", "code commune insee"),
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
    "mobile": ("portable", "mobile", "tel portable", "telephone portable", "gsm", "port"),
}
"""How the heading of each field is spelt, reduced to bare words."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    # Looked for inside a longer heading (« N° SIRET (14 chiffres) »), in this order.
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
EXACT, WITHIN, CLOSE = 3, 2, 1
CLOSE_RATIO = 0.85
HEADING_CHARACTERS_MAX = 60
"""A longer cell is a sentence, not a heading."""


@dataclass(frozen=True)
class Heading:
    """The row of headings: the column of each field that was recognised."""

    columns: Mapping[str, int]
    score: int


def heading_of(cells: Sequence[str]) -> Heading | None:
    """Read a row as headings; None when there is no company name among them.

    Each column is one field at most, and each field the column that resembles it most.
    """
    guesses = sorted(_guesses(cells), key=lambda guess: (-guess[0], guess[2]))
    columns: dict[str, int] = {}
    score = 0
    for strength, name, index in guesses:
        if name not in columns and index not in columns.values():
            columns[name] = index
            score += strength
    _names_of_people(cells, columns)
    return Heading(columns, score) if "name" in columns else None


def _guesses(cells: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    for index, cell in enumerate(cells):
        words = " ".join(map(_singular, plain(cell).split()))
        if not words or len(words) > HEADING_CHARACTERS_MAX:
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


def _names_of_people(cells: Sequence[str], columns: dict[str, int]) -> None:
    """« Nom » alone is a person's beside « Prénom », else the company's when nothing else is."""
    bare = next((i for i, cell in enumerate(cells) if plain(cell) in ("nom", "noms")), None)
    if bare is None or bare in columns.values():
        return
    if "first_name" in columns and "contact" not in columns:
        columns["contact"] = bare
    elif "name" not in columns:
        columns["name"] = bare
