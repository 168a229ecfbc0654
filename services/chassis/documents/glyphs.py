"""Characters no font of the typesetter draws, and what is printed in their place.

Which they are is the typesetter's word, asked by typesetting: a rare letter it draws is never touched.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

NO_GLYPH = "□"
"""Printed where a character was, so that a reader sees that something stood there."""
BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "✓"}
"""The bullets of Word's lists, as they are pasted: places of a font of its own (Symbol, Wingdings)."""
_CHANGING = {"Mn", "Mc", "Me", "Cf"}
"""Marks and joiners: they change how the character before them is drawn."""
_UNSEEN = {*_CHANGING, "Cc"}
"""Alone, they draw nothing."""
_TOLD = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def lacking(diagnostic: str) -> frozenset[str]:
    """The characters a refusal of the typesetter names."""
    told = "".join(_TOLD.findall(diagnostic))
    return frozenset(_ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), told))


def drawable(given: Any, missing: frozenset[str]) -> Any:
    """The same data, its texts without what is missing.

    Where a letter is missed together with a mark on it, only the mark goes at first: the letter
    itself may well be drawn, and is named again if it is not.
    """
    bare = _replaced(given, lambda drawn: drawn[0] if missing.issuperset(drawn) else drawn)
    if bare != given:
        return bare
    return _replaced(given, lambda drawn: "".join(_instead(one, missing) for one in drawn))


def _replaced(given: Any, of_one: Callable[[str], str]) -> Any:
    if isinstance(given, str):
        return "".join(map(of_one, _drawn(given)))
    if isinstance(given, dict):
        return {key: _replaced(value, of_one) for key, value in given.items()}
    if isinstance(given, list):
        return [_replaced(value, of_one) for value in given]
    return given


def _drawn(text: str) -> Iterator[str]:
    """Each character, with the marks and joiners that change how it is drawn."""
    drawn = ""
    for one in text:
        if drawn and unicodedata.category(one) not in _CHANGING:
            yield drawn
            drawn = ""
        drawn += one
    if drawn:
        yield drawn


def _instead(one: str, missing: frozenset[str]) -> str:
    if one not in missing:
        return one
    return "" if unicodedata.category(one) in _UNSEEN else BULLETS.get(one, NO_GLYPH)
