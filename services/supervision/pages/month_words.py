"""What a report says alike in its workbook and on paper: the lines written, and what all keep."""

from collections.abc import Sequence

from services.chassis.web.french import typo
from services.supervision.domain.indicators.measuring import Figure, Told, Untold
from services.supervision.domain.month_report import Done


def paragraphs(text: str) -> Sequence[str]:
    """The lines somebody wrote, with the spaces of print; empty ones only part them."""
    return [typo(line.strip()) for line in text.splitlines() if line.strip()]


def how_many(done: Done, lycees: int) -> Told:
    """How many facts of a sort; what every one of so many lycées keeps is no zero."""
    kept = done.withheld and len(done.withheld) == lycees
    return Untold.WITHHELD if kept else Figure(done.total)
