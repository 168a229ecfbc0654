"""Letters about a company’s need: that one is to be written, to the company or to an actor of the network."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event

NeedLetterId = NewType("NeedLetterId", UUID)


class NeedLetterKind(StrEnum):
    """What a letter about a need says (courriel au sujet d’un besoin)."""

    CONFIRM = "confirm"
    """To the company: open this to confirm that you wrote."""
    RECEIVED = "received"
    """To the company: it was received, and somebody takes it in charge by a day."""
    TAKEN = "taken"
    """To the company: who handles it, and by when."""
    LATE = "late"
    """To the company: nobody took it in time, the supervisor sees to it."""
    ANSWERED = "answered"
    """To the company: what came of it."""
    ENTRUSTED = "entrusted"
    """To an actor: a need is handed to you, here is where you say what you do."""
    RECALLED = "recalled"
    """To an actor: this need is yours no more."""


class NeedLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """A letter about a need is to be written (courriel demandé au sujet d’un besoin).

    What it says, and to which address, is asked when it leaves.
    """

    letter_id: NeedLetterId
    kind: NeedLetterKind
    occurred_on: date
