"""The monthly report as PDF/UA."""

from collections.abc import Mapping
from pathlib import Path

from services.chassis.documents.typesetting import PDF, typeset

_TEXT = (Path(__file__).parent / "templates" / "report.typ").read_bytes()

__all__ = ["PDF", "typeset_report"]


async def typeset_report(given: Mapping[str, object]) -> bytes:
    """The report; `given` is what the template prints, all of it text. Raises DocumentNotMade."""
    return await typeset(_TEXT, given)
