"""What is said of a year of a committee (bilan annuel), beside its figures."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import StaleVersion

WORDS_CHARACTERS_MAX = 5_000


@dataclass(frozen=True)
class YearWords:
    """What the supervisor says of a year, beside its figures."""

    id: UUID
    committee_id: UUID
    year: SchoolYear
    text: str | None
    changed_at: datetime
    version: int = 1

    def said(self, text: str | None, version: int | None, *, now: datetime) -> "YearWords":
        """The words from now on. Raises StaleVersion."""
        if version != self.version:
            raise StaleVersion(current={"words": self.text, "version": self.version})
        return replace(self, text=text, changed_at=now, version=self.version + 1)
