"""A note of one lycée on a company (remarque), of no exchange and of no day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.errors import Conflict

NOTE_CHARACTERS_MAX = 4_000


@dataclass(frozen=True)
class CompanyNote:
    """What a lycée keeps of a company, in its own words."""

    id: UUID
    company_id: UUID
    text: str
    noted_at: datetime


class CompanyNoteGone(Conflict):
    """Somebody corrected or erased the note meanwhile."""

    code = "company-note-gone"
    title = (
        "Cette note vient d’être corrigée ou effacée par quelqu’un d’autre\u202f: votre texte est "
        "encore là, gardez-le comme nouvelle note si rien ne le dit déjà."
    )


def headed(heading: str, text: str) -> str:
    """A text under the heading of its column (« Relances : deux appels »)."""
    return f"{heading}\u00a0: {text}" if heading else text


def in_notes(text: str) -> Iterator[str]:
    """The notes a text makes: a cell may hold more than one note does."""
    for start in range(0, len(text), NOTE_CHARACTERS_MAX):
        yield text[start : start + NOTE_CHARACTERS_MAX]
