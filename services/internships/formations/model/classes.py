"""A class (classe) by its label, as labels are compared."""

from contracts.words import plain


def class_key(label: str) -> str:
    """A class label as it is compared: "2 MVA" and "2MVA" are one class."""
    return plain(label).replace(" ", "")
