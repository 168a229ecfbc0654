"""Rows that an import made beside a card, as they stand by now, and how undoing one speaks of them: pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Bond(StrEnum):
    """Why a site stays at the registry, in French; in the order it is said."""

    FOLLOWED = "un autre lycée la suit"
    EXCHANGED = "un échange y est noté"
    NOTED = "une note y est gardée"
    PLACED = "un lieu d’accueil y est proposé ou confirmé"
    SAID = "une pause, une fermeture, un chef de file ou par qui passer y est noté"
    MET = "un contact y est noté"


@dataclass(frozen=True)
class Counted:
    """Words for one row and for several, in French."""

    one: str
    many: str

    def of(self, count: int) -> str:
        """The words for so many rows."""
        return self.one if count == 1 else f"{count} {self.many}"


@dataclass(frozen=True)
class ImportedKind:
    """A kind of rows that an import makes beside a card."""

    column: str
    """The column of an effect that keeps their ids."""
    removed: Counted
    bond: Bond
    """What holds a site that one of them is about."""
    place: int
    """Where what is removed of it is said, among other kinds."""
    kept: tuple[Counted, ...] = ()
    """What is said of those that stay, in this order."""


@dataclass(frozen=True)
class ImportedRow:
    """A row of one lycée that an import may have made."""

    id: UUID
    company_id: UUID
    site_id: UUID | None = None
    """The site it is about; without one, the whole company."""
    stays: bool = False
    """Whether somebody changed it or relied on it since."""
    because: Counted | None = None
    """Why it stays, where that is said."""
