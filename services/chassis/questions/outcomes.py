"""How asking ends without an answer."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from services.chassis.base.errors import Unavailable

TROUBLE_HEADER = "Passerelle-Trouble"
"""Of a reply that tells nothing: why that cannot be done at the moment."""


class Why(StrEnum):
    """Why a question stayed without an answer."""

    BUS_DOWN = "bus-down"
    NOBODY_ANSWERS = "nobody-answers"
    TIMEOUT = "timeout"
    BUSY = "busy"
    TROUBLE = "trouble"
    FAILED = "failed"
    REQUEST_MALFORMED = "request-malformed"
    ANSWER_MALFORMED = "answer-malformed"


class QuestionUnanswered(Unavailable):
    """A question nobody could answer now: asking again later may succeed."""

    code: ClassVar[str] = "question-unanswered"
    title: ClassVar[str] = "L’information demandée est momentanément indisponible."

    def __init__(self, subject: str, why: Why) -> None:
        super().__init__()
        self.subject = subject
        self.why = why


class QuestionRefused(Exception):
    """The owner answered that there is nothing to tell, such as `not-found`: asking again is vain."""

    is_failure: ClassVar[bool] = False
    """Traces show it as an outcome like another."""

    def __init__(self, subject: str, code: str) -> None:
        super().__init__(f"{subject}: {code}")
        self.subject = subject
        self.code = code
