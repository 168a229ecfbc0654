"""Formations by the words a bureau calls them by: « 1re MELEC », « terminale CIEL », a MEF code."""

import re
from collections.abc import Callable, Iterable, Mapping

from contracts.words import one_slip_away, plain

_LEVELS: Mapping[str, tuple[str, ...]] = {
    "1re": ("1ere", "premiere", "premieres"),
    "2nde": ("2de", "seconde", "secondes"),
    "tle": ("term", "terminale", "terminales"),
    "1": ("1re", "1ere"),
    "2": ("2e", "2eme"),
    "3": ("3e", "3eme"),
}
_DIPLOMAS = frozenset(
    [
        "bac",
        "baccalaureat",
        "pro",
        "professionnel",
        "cap",
        "bts",
        "mc",
        "fcil",
        "bp",
        "formation",
        "classe",
    ]
)
_CALLED: Mapping[str, str] = {
    "accompagnement soins services personne": "assp",
    "accueil": "ma",
    "accompagnant educatif petite enfance": "aepe",
    "aide soignant": "as",
    "animation enfance personnes agees": "aepa",
    "assistance gestion organisations activites": "agora",
    "aerostructure": "aero",
    "boulanger": "boulangerie",
    "carrossier": "carrosserie",
    "chaudronnerie": "tci rocsm",
    "commerce vente": "mcv",
    "commercialisation services restauration": "csr",
    "conducteur transport routier": "ctrm",
    "cybersecurite informatique reseaux": "ciel",
    "cuisine": "hcr",
    "electricite": "melec",
    "equipier polyvalent commerce": "epc",
    "esthetique": "ecp",
    "froid": "mfer",
    "energetique": "mee",
    "hygiene proprete": "hps",
    "logistique": "ol",
    "maintenance systemes production connectes": "mspc",
    "maintenance vehicules": "mv",
    "mode": "metiers",
    "productions imprimees": "rpip",
    "realisation produits mecaniques": "rpm",
    "securite": "ms",
    "systemes numeriques": "sn",
    "technicien usinage": "tu",
    "transport": "ot",
}
"""The usual abbreviation of the formations whose label has all these words."""
_LETTERS = re.compile(r"[a-z]+")


def words_of_formation(mef: str, label: str, class_label: str = "") -> frozenset[str]:
    """All the words a formation is called by, the abbreviation in its class's label among them."""
    said = {*plain(label).split()}
    for needed, called in _CALLED.items():
        if said.issuperset(needed.split()):
            said |= {*called.split()}
    for level, others in _LEVELS.items():
        if level in said:
            said |= {*others}
    return frozenset(said | _of_class(class_label) | {mef})


def may_name_formation(word: str) -> bool:
    """Whether a word is of those that tell formations apart."""
    levels = {one for level, others in _LEVELS.items() for one in (level, *others)}
    called = {one for names in _CALLED.values() for one in names.split()}
    return word in _DIPLOMAS | levels | called or (word.isdigit() and len(word) in (10, 11))


def formations_named(
    words: Iterable[str], taught: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """The formations each word names, of those taught (their words by MEF); no entry for other words.

    Words that name formations together name those they all name: « 1re », « MELEC ».
    """
    named = {word: found for word in words if (found := _named(word, taught))}
    together = frozenset.intersection(*named.values()) if named else frozenset()
    return {word: together or mefs for word, mefs in named.items()}


def _named(word: str, taught: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The formations called so; else those that one slip away are."""
    whole = _having(taught, lambda known: known.startswith(word))
    if whole or len(word) == 1:
        return whole
    meant = one_slip_away(word)
    return _having(taught, lambda known: known in meant)


def _having(
    taught: Mapping[str, frozenset[str]], is_meant: Callable[[str], bool]
) -> frozenset[str]:
    return frozenset(mef for mef, words in taught.items() if any(map(is_meant, words)))


def _of_class(label: str) -> set[str]:
    """« 1MELEC 2 » and « TMELEC » are both of « melec »."""
    whole = plain(label)
    letters = [one for one in _LETTERS.findall(whole) if len(one) > 1]
    final_year = {one[1:] for one in letters if one[0] == "t" and len(one) > 2}
    return {*whole.split(), *letters, *final_year}
