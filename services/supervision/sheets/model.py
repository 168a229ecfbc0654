"""Rules of a sheet and of its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import Invalid, StaleVersion
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.indicators.model.recorded_line import RecordedLine

LINES_MAX = 60
NAME_CHARACTERS_MAX = 80
HEADING_CHARACTERS_MAX = 120


class SheetWithoutLines(Invalid):
    """A sheet with no line says nothing."""

    code = "sheet-without-lines"
    title = "Choisissez au moins un indicateur"


@dataclass(frozen=True)
class SheetLine:
    """An indicator under the words of whoever asks for it; empty: its own."""

    indicator: str
    heading: str = ""

    @property
    def known(self) -> Indicator | None:
        """The indicator, unless a later version of Passerelle measures it no more."""
        return BY_CODE.get(self.indicator)

    @property
    def title(self) -> str:
        """The line as the sheet calls it."""
        return self.heading or (self.known.title if self.known else self.indicator)


@dataclass(frozen=True)
class SheetContent:
    """What a sheet says, in the order of its lines."""

    name: str
    lines: Sequence[SheetLine]

    def check(self) -> None:
        """Raises SheetWithoutLines."""
        if not self.lines:
            raise SheetWithoutLines


@dataclass
class AskedSheet:
    """A sheet as the department keeps it."""

    id: UUID
    content: SheetContent
    version: int = 1

    def change(self, version: int, content: SheetContent) -> None:
        """Raises StaleVersion, SheetWithoutLines."""
        if version != self.version:
            raise StaleVersion(current={"name": self.content.name, "version": self.version})
        content.check()
        self.content = content
        self.version += 1


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
