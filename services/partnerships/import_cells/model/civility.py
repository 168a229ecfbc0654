"""« Mme », « M. » in a column of their own: they go before the name they are of."""

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


def parted_function(name: str) -> tuple[str, str | None]:
    """A name and what its cell says the person does (« Jean Cros (gérant) », « Mme Vidal, comptable »)."""
    if name.endswith(")"):
        before, _, told = name[:-1].rpartition("(")
    else:
        before, _, told = name.rpartition(",")
    before, told = before.strip(), told.strip()
    return (before, told) if plain(before) and told[:1].islower() else (name, None)


def person_key(name: str) -> str:
    """What two ways of writing a person's name have in common (« Mme Anne Verdier », « VERDIER Anne »).

    The civility of a surname alone stays: « Mme Roux » is not « M. Roux ».
    """
    words = plain(name).split()
    bare = words[1:] if words and words[0] in _SHORT else words
    return " ".join(sorted(bare) if len(bare) >= _NAME_WORDS_MIN else words)
