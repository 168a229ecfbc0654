"""Characters that break a page or hide what is written, and that nobody types on purpose.

One list for every door a text comes in by: forms, programs, files, mails. Whether a text is refused
or cleaned is for the door to say.
"""

import unicodedata

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of what follows: a name may not rewrite the page."""
_LAID_OUT = frozenset("\n\t")
_CONTROLS = frozenset({"Cc", "Cs"})


def is_stray(char: str) -> bool:
    """Whether no text may hold the character: controls, line ends and tabs aside; halves of signs."""
    if char in BIDI_CONTROLS:
        return True
    return char not in _LAID_OUT and unicodedata.category(char) in _CONTROLS


def has_stray(text: str) -> bool:
    """Whether one of its characters is."""
    # Nearly every text is printable, which the interpreter knows without looking up each character.
    return not text.isprintable() and any(map(is_stray, text))


def without_strays(text: str) -> str:
    """The text without them."""
    return "".join(char for char in text if not is_stray(char)) if has_stray(text) else text
