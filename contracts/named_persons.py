"""The question of who is named in what was typed: asked before somebody is erased, or told all."""

from datetime import date

from pydantic import BaseModel

from contracts.identifiers import InteractionId
from contracts.questions import Question, declare


class NotesRequest(BaseModel):
    """The notes of a lycée that name somebody; asked before that person is erased, or told all."""

    last_name: str
    first_name: str


class NamingNote(BaseModel):
    """An exchange whose text holds a person's last name; `whole` when the first name is beside it."""

    interaction_id: InteractionId
    company: str
    occurred_on: date
    note: str
    whole: bool


class NamingNotes(BaseModel):
    """The notes that name somebody (notes qui citent une personne)."""

    notes: tuple[NamingNote, ...]


NAMING_NOTES = declare(
    Question(
        "partnerships",
        "naming_notes",
        NotesRequest,
        NamingNotes,
        frozenset({"internships"}),
        timeout_seconds=3.0,
    )
)
