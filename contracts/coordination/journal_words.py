"""What the animation of the network tells of words of the DSDEN about the journal: that there is one, never what it says."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.event import Event
from contracts.questions import Question, declare

JournalWordId = NewType("JournalWordId", UUID)


class JournalWordStep(StrEnum):
    """What became of a word (suite d’un mot)."""

    SAID = "said"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class JournalWordFollowedV1(Event, audience="bureau", aggregate="journal_word_id"):
    """The DSDEN says something to this lycée of a line of the journal (mot de la DSDEN), corrects or withdraws it."""

    journal_word_id: JournalWordId
    step: JournalWordStep
    occurred_on: date


class JournalWordAnswerWithdrawnV1(
    Event, audience="department", aggregate="journal_word_id", family=None
):
    """A bureau takes back its answer to a word of the DSDEN (réponse retirée); put back, it is told as an answer."""

    journal_word_id: JournalWordId
    occurred_on: date


class JournalWordAnsweredV1(Event, audience="department", aggregate="journal_word_id", family=None):
    """A bureau answers a word of the DSDEN (réponse à un mot de la DSDEN), or corrected its answer."""

    journal_word_id: JournalWordId
    occurred_on: date


LINES_MAX = 50


class LineWordsRequest(BaseModel):
    """Lines of the journal, each by what stays of it however it grows."""

    line_ids: tuple[UUID, ...] = Field(max_length=LINES_MAX)


class LineWords(BaseModel):
    """How many words stand about each of these lines, in that order, as far as who asks may read them."""

    words: tuple[int, ...] = ()


LINE_WORDS = declare(
    Question(
        service="coordination",
        name="line_words",
        request=LineWordsRequest,
        answer=LineWords,
        askers=frozenset({"supervision"}),
    )
)
"""Asked for the DSDEN of all lycées, for a lycée of its own lines."""
