"""A note of one lycée on a company (remarque), of no exchange and of no day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict, StaleVersion

NOTE_CHARACTERS_MAX = 4_000


@dataclass(frozen=True)
class CompanyNote:
    """What a lycée keeps of a company, in its own words."""

    id: UUID
    company_id: UUID
    text: str
    noted_at: datetime
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={"text": self.text, "version": self.version})


class CompanyNoteGone(Conflict):
    """A note somebody erased meanwhile."""

    code = "company-note-gone"
    title = (
        "Cette note vient d’être effacée\u202f: votre texte est encore là, gardez-le comme nouvelle "
        "note s’il doit rester."
    )


def headed(heading: str, text: str) -> str:
    """A text under the heading of its column (« Relances : deux appels »)."""
    return f"{heading}\u00a0: {text}" if heading else text


def in_notes(text: str, heading: str = "") -> Iterator[str]:
    """The notes a text makes, each under the heading: a cell may hold more than one note does.

    It is cut between its lines; within one only where it is longer than a note by itself.
    """
    most = NOTE_CHARACTERS_MAX - len(headed(heading, ""))
    kept = ""
    for line in text.splitlines():
        for start in range(0, len(line), most):
            piece = line[start : start + most]
            if kept and len(kept) + 1 + len(piece) > most:
                yield headed(heading, kept)
                kept = ""
            kept = f"{kept}\n{piece}" if kept else piece
    if kept:
        yield headed(heading, kept)
