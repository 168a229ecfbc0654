"""What a report says alike in its workbook and on paper: the lines written, and what all keep."""

from collections.abc import Sequence

from services.chassis.web.views.french import typo


def paragraphs(text: str) -> Sequence[str]:
    """The lines somebody wrote, with the spaces of print; empty ones only part them."""
    return [typo(line.strip()) for line in text.splitlines() if line.strip()]
