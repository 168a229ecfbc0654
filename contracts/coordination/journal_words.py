"""What the animation of the network tells of words of the DSDEN about the journal: that there is one, never what it says."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event

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
