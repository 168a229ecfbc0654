"""Order of names as a French reader expects it."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)  # of the same lycées and formations, some thousand times a page
def alphabetical(text: str) -> str:
    """Key to sort names as a French reader expects: accents and case do not count."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
