"""Cells that name a pupil, with a class, a number or a word beside (« MARTIN Enzo (TCIEL) »)."""

import re
from collections.abc import Sequence

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.civility import is_civility
from services.partnerships.import_cells.model.first_names import FIRST_NAMES

_CHARACTERS_MAX, _WORDS_MAX, _CAPITALS_MIN, _LOWER_WORDS_MAX = 100, 4, 3, 2
_PARTS = re.compile(r"[,;/&|()\[\]\n:+]| [-–—] | et ")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_INITIAL = re.compile(r"[A-Z]\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,3}|[A-Z]{2}")
_TITLES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "prof"})
_PLACES = frozenset({"saint", "sainte", "st", "ste"})
FORMATIONS = frozenset(
    {
        *("melec", "ciel", "mtne", "tne", "assp", "mcv", "agora", "mei", "mspc", "tci", "tma"),
        *("tcv", "tisec", "tmsec", "icccr", "epc", "hps", "pcepc", "rpip", "trpm", "sapat", "mmv"),
        *("mva", "mft", "mfer", "cap", "bts", "bac", "btp", "pro", "bma", "ulis", "upe2a", "segpa"),
        *("snir", "gatl", "arcu", "cuisine", "commerce"),
    }
)
"""Short names of trainings, and what goes before them."""
_BESIDE = FORMATIONS | {
    *("ok", "oui", "non", "vu", "vue", "x", "ne", "nee", "le", "e", "pfmp", "stage", "rdv"),
    *("terminale", "term", "tle", "seconde", "premiere", "place", "placee", "pris", "prise"),
}
_COMMON = frozenset(
    {
        *("ras", "epi", "rh", "nc", "tp", "vl", "pl", "cdd", "cdi", "siret", "jury", "forum"),
        *("vert", "verte", "rouge", "orange", "jaune", "bleu", "bleue", "gris", "noir", "blanc"),
        *("actif", "active", "inactif", "partenaire", "prospect", "client", "nouveau", "ancien"),
        *("bien", "bon", "bonne", "moyen", "refus", "rappeler", "relancer", "fait", "faite"),
        *("nord", "sud", "est", "ouest", "centre", "convention", "attente", "aucun", "aucune"),
        *("mail", "telephone", "visite", "appel", "courrier", "annuel", "mensuel", "public"),
        *("prive", "association", "artisan", "industrie", "batiment", "restauration", "sante"),
        *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"),
        *("octobre", "novembre", "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    }
)
"""Words that stand alone in a cell and are nobody's name."""


def names_a_pupil(cell: str, *, announced: bool) -> bool:
    """Whether a cell is of people: at least half of its parts are their names.

    Under a heading that is `announced` as one of remarks a single word, or words all in capitals,
    must have a known first name among them.
    """
    if len(cell) > _CHARACTERS_MAX:
        return False
    parts = [words for part in _PARTS.split(cell) if (words := _bare(part))]
    found = sum(_is_person(words, announced) for words in parts)
    return bool(parts) and 2 * found >= len(parts)


def are_of_pupils(sheets: Sequence[str]) -> bool:
    """Whether sheets are named after people, half of them at least."""
    found = sum(
        names_a_pupil(one, announced=True) and not _PLACES & set(plain(one).split())
        for one in sheets
    )
    return 2 * found >= len(sheets) > 0


def _bare(part: str) -> list[str]:
    """The words of a part without classes, numbers and signs."""
    words = [word.strip('"«»*!?=').rstrip(")") for word in part.split()]
    return [word for word in words if _INITIALS.fullmatch(word) or not _is_beside(word)]


def _is_beside(word: str) -> bool:
    key = plain(word)
    known = not key or key in _BESIDE or key.removeprefix("t") in FORMATIONS
    return known or any(map(str.isdigit, word))


def _is_person(words: Sequence[str], announced: bool) -> bool:
    keys = [plain(word) for word in words]
    if len(words) > _WORDS_MAX or is_civility(words[0]) or keys[0] in _TITLES:
        return False
    if len(words) == 1 and _INITIALS.fullmatch(words[0]):
        return keys[0].replace(" ", "") not in _COMMON | _BESIDE and not announced
    letters = [word for word in words if not _INITIAL.fullmatch(word)]
    if not letters or not all(map(_LETTERS.fullmatch, letters)):
        return False
    capitals = all(word[0].isupper() for word in words)
    first = any(word in FIRST_NAMES for key in keys for word in key.split())
    if first and (capitals or (len(words) <= _LOWER_WORDS_MAX and words[-1].islower())):
        return True
    if not capitals or any(key in _COMMON for key in keys):
        return False
    return not announced or (len(words) > 1 and not all(map(str.isupper, letters)))
