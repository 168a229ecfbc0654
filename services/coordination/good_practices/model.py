"""A good practice (bonne pratique): what worked in a bureau, in its words; comments, and who does the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.good_practices import PracticeTheme
from contracts.identifiers import Uai
from contracts.words import plain
from services.chassis.base.errors import Conflict, StaleVersion

TEXT_CHARACTERS_MAX = 4_000
COMMENT_CHARACTERS_MAX = 1_000
PINNED_MAX = 3

THEMES: Mapping[PracticeTheme, str] = {
    PracticeTheme.HOSTS: "Trouver des entreprises",
    PracticeTheme.SEARCH: "Aider les élèves à chercher",
    PracticeTheme.AGREEMENTS: "Conventions et départs",
    PracticeTheme.FOLLOW_UP: "Suivre les PFMP",
    PracticeTheme.EVENTS: "Forums, visites, interventions",
    PracticeTheme.INSERTION: "Après le diplôme",
    PracticeTheme.OFFICE: "Organiser le bureau",
    PracticeTheme.OTHER: "Autre",
}


class PracticeWithdrawn(Conflict):
    """A practice that is shown no more."""

    code = "practice-withdrawn"
    title = "Cette bonne pratique est retirée\u202f: partagez-la de nouveau d’abord."


class PracticeNotWithdrawn(Conflict):
    """A practice that is shown already."""

    code = "practice-not-withdrawn"
    title = "Cette bonne pratique est déjà partagée."


class TooManyPinned(Conflict):
    """What is pinned is what is read first: a few."""

    code = "too-many-pinned"
    title = f"{PINNED_MAX} bonnes pratiques sont déjà épinglées\u202f: désépinglez-en une d’abord."


@dataclass(frozen=True)
class PracticeText:
    """The text of a practice."""

    theme: PracticeTheme
    title: str
    text: str
    link: str | None = None

    @property
    def words(self) -> str:
        """The words a practice is found by: bare ones, each after a space."""
        return f" {plain(f'{self.title} {self.text} {THEMES[self.theme]}')}"


@dataclass(frozen=True)
class GoodPractice:
    """A practice a lycée, or the DSDEN, shared."""

    id: UUID
    uai: Uai
    said: PracticeText
    shared_at: datetime
    changed_at: datetime
    pinned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    def corrected(self, version: int, said: PracticeText, *, now: datetime) -> "GoodPractice":
        """The practice in other words. Raises StaleVersion, PracticeWithdrawn."""
        self._expect(version, shown=True)
        return replace(self._now(now), said=said)

    def withdrawn(self, version: int, *, now: datetime) -> "GoodPractice":
        """Shown no more, nor pinned. Raises StaleVersion, PracticeWithdrawn."""
        self._expect(version, shown=True)
        return replace(self._now(now), withdrawn_at=now, pinned_at=None)

    def restored(self, version: int, *, now: datetime) -> "GoodPractice":
        """Shown again. Raises StaleVersion, PracticeNotWithdrawn."""
        self._expect(version, shown=False)
        return replace(self._now(now), withdrawn_at=None)

    def pinned(self, version: int, *, pin: bool, now: datetime) -> "GoodPractice":
        """Read first, or in its turn. Raises StaleVersion, PracticeWithdrawn."""
        self._expect(version, shown=True)
        return replace(self._now(now), pinned_at=now if pin else None)

    def _expect(self, version: int, *, shown: bool) -> None:
        if version != self.version:
            raise StaleVersion(current={**vars(self.said), "version": self.version})
        if shown and self.withdrawn_at is not None:
            raise PracticeWithdrawn
        if not shown and self.withdrawn_at is None:
            raise PracticeNotWithdrawn

    def _now(self, now: datetime) -> "GoodPractice":
        return replace(self, changed_at=now, version=self.version + 1)


@dataclass(frozen=True)
class Comment:
    """What a lycée, or the DSDEN, says of a practice."""

    id: UUID
    uai: Uai
    text: str
    at: datetime
