"""What is asked about a line of a list, and what may be answered."""

from enum import StrEnum


class Doubt(StrEnum):
    """What somebody is asked about a line before it can be recorded."""

    NUMBER = "number"
    """Its SIRET or SIREN cannot be used."""
    ALONE = "alone"
    """It holds one name and nothing else: a company, or the title of a part of the list."""
    HIDDEN = "hidden"
    """Its spreadsheet does not show it: a filter leaves it out, or it is folded away."""
    NAME = "name"
    """What stands for its name is a remark (« à trouver »)."""
    ALIKE = "alike"
    """A company of the same place has nearly the same name, and no number tells them apart."""
    PERSON = "person"
    """Its contact is named in a single word; without an answer it is somebody."""


class Answer(StrEnum):
    """What was answered."""

    CREATE = "creer"
    """It is a company, with no number or with nothing but a name."""
    SAME = "meme"
    """It is the company it looks like."""
    OTHER = "autre"
    """It is another one."""
    PERSON = "personne"
    """Who is named in a single word is somebody."""
    NOTE = "note"
    """It is not: a note of the lycée keeps it."""


OF_ONE_COMPANY = frozenset({Answer.SAME, Answer.OTHER})
"""Answers about the company a line looks like."""

OF_PEOPLE = frozenset({Answer.PERSON, Answer.NOTE})
"""Answers about contacts named in a single word."""
