"""Words of the DSDEN about the journal: an answer is told to who wrote, and to no other bureau."""

from datetime import date

from msgspec import Struct

from contracts.coordination.journal_words import (
    JournalWordAnsweredV1,
    JournalWordAnswerWithdrawnV1,
)
from services.supervision.read_models.model.folded_events import folded, never


@folded(JournalWordAnsweredV1, news=never)
class JournalWordAnswered(Struct):
    """It leaves no line: what a bureau answers is between it and the supervisor."""

    occurred_on: date


@folded(JournalWordAnswerWithdrawnV1, news=never)
class JournalWordAnswerWithdrawn(Struct):
    """Nor does this."""

    occurred_on: date
