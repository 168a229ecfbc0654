"""A sheet as it was sent: its figures of that day, kept as they were (relevé)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.supervision.indicators.model.recorded_line import RecordedLine


@dataclass(frozen=True)
class SheetRecord:
    """A sheet on the day it was kept; nothing changes it."""

    id: UUID
    sheet_id: UUID
    name: str
    year: SchoolYear
    taken_at: datetime
    lycees: Sequence[tuple[str, str]]
    """UAI and name, in the order of the columns."""
    lines: Sequence[RecordedLine]
