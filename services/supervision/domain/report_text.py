"""What the supervisor writes in the report of a month, besides its figures."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import StaleVersion

SECTION_CHARACTERS_MAX = 2_000


@dataclass(frozen=True)
class ReportText:
    """Three short sections; empty ones are not printed."""

    highlights: str = ""
    concerns: str = ""
    next_steps: str = ""

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """Each with its title, in the order of the report; without the empty ones."""
        every = (
            ("Faits marquants", self.highlights),
            ("Points d’attention", self.concerns),
            ("Suites à donner", self.next_steps),
        )
        return tuple((title, text) for title, text in every if text)


@dataclass(frozen=True)
class MonthText:
    """The text of one month as it stands; version 0: nobody wrote any yet."""

    id: UUID
    month: str
    text: ReportText
    version: int
    written_at: datetime | None

    def rewritten(self, version: int, text: ReportText, now: datetime) -> "MonthText":
        """Raises StaleVersion."""
        if version != self.version:
            raise StaleVersion(current={**asdict(self.text), "version": self.version})
        return replace(self, text=text, version=self.version + 1, written_at=now)
