"""« Mme », « M. » in a column of their own: they go before the name they are of."""

import re
from collections.abc import Mapping

from services.partnerships.base.text import plain

_SHORT: Mapping[str, str] = {
    **dict.fromkeys(("m", "mr", "monsieur"), "M."),
    **dict.fromkeys(("mme", "madame"), "Mme"),
    **dict.fromkeys(("mlle", "mademoiselle"), "Mlle"),
}
_OF_NOBODY = frozenset({"m mme", "mme m", "mme mr", "mr mme", "madame monsieur", "monsieur madame"})
_OF_NOBODY |= {"mme et m", "m et mme", "mme et mr", "mr et mme", "madame et monsieur"}
_NAME_WORDS_MIN = 2
_SERVICES = frozenset(
    {
        *("service", "services", "accueil", "secretariat", "standard", "direction", "equipe"),
        *("comptabilite", "compta", "administration", "gerance", "boutique", "magasin"),
    }
)
"""Words that begin the name of a service, and of nobody."""
_FUNCTIONS = frozenset(
    {
        *("gerant", "gerante", "cogerant", "cogerante", "co", "patron", "patronne", "pdg", "dg"),
        *("directeur", "directrice", "dir", "president", "presidente", "dirigeant", "dirigeante"),
        *(
            "responsable",
            "resp",
            "chef",
            "cheffe",
            "adjoint",
            "adjointe",
            "assistant",
            "assistante",
        ),
        *("secretaire", "comptable", "drh", "rh", "rrh", "maire", "associe", "associee", "artisan"),
        *("charge", "chargee", "gestionnaire", "coordinateur", "coordinatrice", "conducteur"),
        *("conductrice", "contremaitre", "technicien", "technicienne", "ingenieur", "ingenieure"),
        *("commercial", "commerciale", "tuteur", "tutrice", "referent", "referente", "formateur"),
        *(
            "formatrice",
            "cadre",
            "infirmier",
            "infirmiere",
            "pharmacien",
            "pharmacienne",
            "manager",
        ),
        *("fondateur", "fondatrice", "animateur", "animatrice", "proprietaire", "exploitant"),
        *("exploitante", "interlocuteur", "interlocutrice", "contact"),
    }
)
"""Words that begin what somebody does."""
_FUNCTION_WORDS_MAX = 6
_MARKS = (":", " - ", " – ", " — ", ",")
_CIVILITY = re.compile(
    r"(?<!\s)\s++(?=(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle)\s)", re.IGNORECASE
)


def is_civility(text: str) -> bool:
    """Whether a cell holds nothing but how somebody is addressed."""
    return plain(text) in _SHORT or plain(text) in _OF_NOBODY


def is_service(name: str) -> bool:
    """Whether a name is of a service (« Service comptabilité »), and of nobody."""
    words = plain(name).split()
    return bool(words) and words[0] in _SERVICES


def addressed(name: str, civility: str | None) -> str:
    """A name with its civility before it, unless it has one."""
    told = _SHORT.get(plain(civility or ""))
    known = plain(name).split()[0] in _SHORT or is_service(name)
    return f"{told} {name}" if told and not known else name


def is_function(text: str) -> bool:
    """Whether a text says what somebody does (« Directrice adjointe »), and not who."""
    words = plain(text).split()
    return (
        0 < len(words) <= _FUNCTION_WORDS_MAX
        and words[0] in _FUNCTIONS | _SERVICES
        and text[:1] != "("
    )


def parted_function(name: str) -> tuple[str, str | None]:
    """A name and what its cell says the person does.

    After it (« Jean Cros (gérant) », « Mme Vidal, comptable »), or before it (« Directrice : Mme Martin »).
    """
    if name.endswith(")"):
        before, _, told = (part.strip() for part in name[:-1].rpartition("("))
        if plain(told) and is_function(before):
            return told, before
        kept = plain(before) and (told[:1].islower() or is_function(told))
        return (before, told) if kept else (name, None)
    for mark in _MARKS:
        left, _, right = (part.strip() for part in name.partition(mark))
        if plain(right) and is_function(left) and not is_function(right):
            return right, left
        if plain(left) and is_function(right) and not is_function(left):
            return left, right
    called = _CIVILITY.search(name)
    if called and is_function(before := name[: called.start()]):
        return name[called.end() :], before.strip()
    before, _, told = (part.strip() for part in name.rpartition(","))
    return (before, told) if plain(before) and told[:1].islower() else (name, None)


def person_key(name: str) -> str:
    """What two ways of writing a person's name have in common (« Mme Anne Verdier », « VERDIER Anne »).

    The civility of a surname alone stays: « Mme Roux » is not « M. Roux ».
    """
    words = plain(name).split()
    bare = words[1:] if words and words[0] in _SHORT else words
    return " ".join(sorted(bare) if len(bare) >= _NAME_WORDS_MIN else words)
