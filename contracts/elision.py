"""Elision before a name: « d’AMIGOU », « qu’Isabelle », « de Bois-Vert »."""

import re
import unicodedata

_SILENT_H = re.compile(
    r"h(abita|armon|ebdo|elen|enri|erault|erb|erve|eure|ippo|istoi|onor|opita|orlog|orti|otel|uil|uit[rn]|umani|ydr|ygi)"
)
"""How words begin whose h is silent; before any other one nothing is elided."""
_ASPIRED = re.compile(r"(onz|ouat|ouist|oui\b|uhlan|ulul|un\b$)|y[aeiou]")
"""Vowels nothing is elided before: « de onze », « de Yann »."""
_VOWEL = re.compile(r"[aeiouy]")


def elided(name: str, word: str = "de") -> str:
    """A word that ends with e and the name after it: « de X », or « d’X » before a vowel.

    `word` may be several: « parce que ».
    """
    start = _folded(name)
    if (_VOWEL.match(start) and not _ASPIRED.match(start)) or _SILENT_H.match(start):
        return f"{word.removesuffix('e')}’{name}"
    return f"{word} {name}"


def _folded(name: str) -> str:
    """Its first letters, small and without accents."""
    letters = unicodedata.normalize("NFD", name[:12].replace("œ", "oe").replace("Œ", "OE"))
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()
