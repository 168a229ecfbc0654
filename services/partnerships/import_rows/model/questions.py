"""What is asked about lines of a list, and the marks that tell a line from what stands there later."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.chassis.base.errors import Conflict
from services.partnerships.import_cells.model.line_numbers import line_number
from services.partnerships.import_rows.model.answers import Doubt
from services.partnerships.import_rows.model.row import Origin

MARK_CHARACTERS = 24


class LineChanged(Conflict):
    """Something else stands on that line by now."""

    code = "import-line-changed"
    title = (
        "Cette ligne a changé depuis que vous l’avez ouverte, ou une autre feuille a été lue\u00a0:"
        " rien n’est modifié. Ouvrez-la de nouveau pour la corriger."
    )


class QuestionChanged(Conflict):
    """Something else is asked by now, or nothing any more."""

    code = "import-question-changed"
    title = (
        "Ces lignes ont changé depuis que la page a été ouverte, ou une autre feuille a été lue\u00a0:"
        " votre réponse n’est pas retenue. Relisez-les ci-dessous, puis répondez de nouveau."
    )


@dataclass(frozen=True)
class Question:
    """What is asked about one line."""

    line: int
    name: str
    reason: str
    kind: Doubt
    alike: Mapping[str, str | None] | None = None
    """The company it is about, as it is kept."""

    @property
    def shown(self) -> str:
        """The number of the line as people read it."""
        return line_number(self.line)

    def mark(self, sheet: str) -> str:
        """What an answer carries: it holds for this question, of this sheet."""
        return _mark(sheet, self.line, self.name, self.reason, self.kind, self.alike)


@dataclass
class Questions:
    """All the lines of a sheet that are asked the same."""

    sheet: str
    every: list[Question] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)

    def add(self, question: Question) -> None:
        """One more."""
        self.every.append(question)
        self._marks.append(question.mark(self.sheet))

    @property
    def mark(self) -> str:
        """What one answer to all of them carries: it holds for these."""
        return _mark(*self._marks)


def mark_of_line(sheet: str, line: int, origin: Origin) -> str:
    """What a correction carries: it holds for a line with these cells, in these columns."""
    return _mark(sheet, line, origin.to_json())


def _mark(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:MARK_CHARACTERS]
