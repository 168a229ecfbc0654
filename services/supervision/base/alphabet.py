"""Order of names as a French reader expects it."""

import unicodedata


def alphabetical(text: str) -> str:
    """Key to sort names as a French reader expects: accents and case do not count."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
