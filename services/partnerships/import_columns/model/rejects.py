"""The lines of a list that were left out, as a file to correct and import again."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.partnerships.import_cells.model.line_numbers import PART_LINES, line_number

REASON, LINE = "Motif du rejet", "Ligne d’origine"


@dataclass(frozen=True)
class RejectedLine:
    """One line as the file has it, and why it was left out."""

    line: int
    cells: Sequence[str]
    reason: str

    def row(self, width: int) -> tuple[str | int, ...]:
        """Its cells in the columns of the file, then why and which line it was."""
        padded = [*self.cells, *[""] * (width - len(self.cells))][:width]
        shown = self.line if self.line < PART_LINES else line_number(self.line)
        return (*padded, self.reason, shown)
