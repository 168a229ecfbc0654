"""The question whose answer is what lines of the journal say: nothing a reader of the journal is not shown."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.identifiers import Uai
from contracts.questions import Question, declare

LINES_MAX = 50


class JournalLinesRequest(BaseModel):
    """Lines of the journal, each by the id of one of the events it tells."""

    journal_events: tuple[UUID, ...] = Field(max_length=LINES_MAX)


class ToldLine(BaseModel):
    """A line as its readers find it. `line_id` is the same however the line grows."""

    uai: Uai
    lycee: str
    line_id: UUID
    recorded_at: datetime
    sentence: str


class JournalLinesAnswer(BaseModel):
    """For each id asked about, in that order; None: there is no such line, or its head keeps it."""

    lines: tuple[ToldLine | None, ...]


JOURNAL_LINES = declare(
    Question(
        service="supervision",
        name="journal_lines",
        request=JournalLinesRequest,
        answer=JournalLinesAnswer,
        askers=frozenset({"coordination"}),
        timeout_seconds=3.0,
    )
)
"""Asked for the DSDEN."""
