"""Letters about a company’s need: that one is to be written, to the company or to an actor of the network."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.coordination.needs import NeedId, NeedKind, NeedOutcome
from contracts.event import Event
from contracts.questions import Question, declare

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
    AGAIN = "again"
    """To the company: what was over is seen to again, by whom and by when."""
    ENTRUSTED = "entrusted"
    """To an actor: a need is handed to you, here is where you say what you do."""
    RECALLED = "recalled"
    """To an actor: this need is yours no more."""
    SETTLED = "settled"
    """To an actor: somebody else answered, or the company needs it no more; nothing is left to do."""
    REOPENED = "reopened"
    """To an actor: what was over is to be seen to again."""
    PROMISE_PASSED = "promise_passed"
    """To an actor: the day promised to the company is past."""

    PRECISED = "precised"
    """To an actor: the company added something to what it asked."""


TO_ACTORS = frozenset(
    {
        *(NeedLetterKind.ENTRUSTED, NeedLetterKind.RECALLED),
        *(NeedLetterKind.SETTLED, NeedLetterKind.REOPENED, NeedLetterKind.PROMISE_PASSED),
        NeedLetterKind.PRECISED,
    }
)
"""Letters to an actor of the network; the others go to the company."""


class NeedLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """A letter about a need is to be written (courriel demandé au sujet d’un besoin).

    What it says, and to which address, is asked when it leaves.
    """

    letter_id: NeedLetterId
    kind: NeedLetterKind
    occurred_on: date


class NeedErasedV1(Event, audience="bureau", aggregate="need_id"):
    """Who told a need was erased with what they wrote (besoin effacé): so is what letters about it said."""

    need_id: NeedId
    letters: tuple[NeedLetterId, ...]
    """Those that were written in this bureau’s name."""
    occurred_on: date


class NeedLetterRequest(BaseModel):
    letter_id: NeedLetterId


class NeedLetter(BaseModel):
    """What a letter says; `standing` is false once what it says is over, or a newer one says it.

    `by_when`: the day by which somebody takes it in charge, or by which an answer was promised.
    """

    standing: bool
    kind: NeedLetterKind
    need_id: NeedId
    need_kind: NeedKind
    company: str
    told_on: date
    url: str
    code: str
    """To type where the link cannot be opened."""
    reader: str | None = None
    """Who told the need, or the desk of the actor."""
    proven: bool = True
    """Whether the address answered, or somebody of the network vouches for it: else nothing that was typed is written to it."""
    mail: str | None = None
    stopped: bool = False
    returned: bool = False
    handler: str | None = None
    """The lycée or the actor that has it; to an actor, who answered instead."""
    withdrawn: bool = False
    """Whether the company needs nothing any more."""
    by_when: date | None = None
    promised: bool = False
    """Whether that day is one an answer was promised for, of what is seen to again."""
    outcome: NeedOutcome | None = None
    answer: str | None = None
    undoes: tuple[NeedLetterId, ...] = ()
    """Letters it says the contrary of: where none of them left, there is nothing to say."""
    repeats: tuple[NeedLetterId, ...] = ()
    """Letters that said the same before: what left before one of them did is taken back already."""


NEED_LETTER = declare(
    Question(
        "coordination", "need_letter", NeedLetterRequest, NeedLetter, frozenset({"notifications"})
    )
)
