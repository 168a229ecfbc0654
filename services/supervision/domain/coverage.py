"""Coverage as the supervisor reads it: silence is not zero."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Counts:
    """Pupils of one formation for one period, as its lycée counted them.

    `concerned` includes the exempted and those who left; each level includes the next.
    """

    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int

    @property
    def expected(self) -> int:
        """Pupils who need a place (élèves attendus)."""
        return max(0, self.concerned - self.exempted - self.left)

    @property
    def without(self) -> int:
        """Pupils who need a place and have none (sans lieu d’accueil)."""
        return max(0, self.expected - self.host_agreed)

    def share(self, covered: int) -> int | None:
        """Percent of the expected, or None when nobody is expected: 0 of 0 is not 0 %."""
        return round(100 * covered / self.expected) if self.expected else None


@dataclass(frozen=True)
class Cell:
    """One formation for one period. No counts: the lycée told nothing, which is not zero."""

    mef: str
    formation: str
    starts_on: date | None
    ends_on: date | None
    counts: Counts | None
    recorded_at: datetime | None


@dataclass(frozen=True)
class LyceeCoverage:
    """What one lycée told; `heard_at` is when it last told anything."""

    uai: str
    name: str
    heard_at: datetime | None
    cells: tuple[Cell, ...]


SILENT_AFTER = timedelta(days=7)


def is_silent(heard_at: datetime | None, now: datetime) -> bool:
    """Whether a lycée's figures may be out of date: nothing for a week, or never anything."""
    return heard_at is None or now - heard_at > SILENT_AFTER


def alphabetical(text: str) -> str:
    """Key to sort names as a French reader expects: accents and case do not count."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
