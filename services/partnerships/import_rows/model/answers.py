"""What is asked about a line of a list, and what may be answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.partnerships.import_cells.model.line_numbers import line_number


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
    BELOW = "below"
    """It has no company, and may give another contact of the one above."""
    WAITING = "waiting"
    """It gives one, of a company that is asked about itself."""
    APART = "apart"
    """Somebody said that it gives none: only its company is missing."""


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
    JOIN = "avec"
    """It is another contact of the company above."""
    APART = "separe"
    """It is not."""


OF_ONE_COMPANY = frozenset({Answer.SAME, Answer.OTHER})
"""Answers about the company a line looks like."""

OF_PEOPLE = frozenset({Answer.PERSON, Answer.NOTE})
"""Answers about contacts named in a single word."""

OF_BELOW = frozenset({Answer.JOIN, Answer.APART})
"""Answers about a line without a company."""

OPPOSED = (OF_ONE_COMPANY, OF_PEOPLE, OF_BELOW)
"""Answers of which the last one alone holds."""


@dataclass(frozen=True)
class Below:
    """The line of the company a line without one may give another contact of."""

    line: int
    name: str
    sure: bool = True
    """Whether it is taken for one as long as nobody says otherwise."""

    def joins(self, answers: Collection[Answer]) -> bool:
        """Whether it is one, after what was answered."""
        return Answer.APART not in answers and (self.sure or Answer.JOIN in answers)

    def asked(self, answers: Collection[Answer]) -> str:
        """What is asked about it, in French."""
        whose = f"un autre contact de «\u00a0{self.name}\u00a0» (ligne {line_number(self.line)})"
        if Answer.APART in answers:
            return f"La raison sociale manque, et ce n’est pas {whose}\u00a0: corrigez la ligne."
        return f"La raison sociale manque\u00a0: est-ce {whose}\u202f?"

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Below | None":
        """What was kept as `vars`."""
        return cls(**kept) if kept else None
