"""The one client of all questions."""

from __future__ import annotations

from typing import TypeVar

import nats.errors
import structlog
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError

from contracts.identifiers import Uai
from contracts.questions import Question
from services.chassis.bus import Bus, BusDisconnected
from services.chassis.questions.outcomes import (
    REFUSED_HEADER,
    TROUBLE_HEADER,
    QuestionRefused,
    QuestionUnanswered,
    Why,
)
from services.chassis.telemetry import tracing

log = structlog.get_logger(__name__)

Request = TypeVar("Request", bound=BaseModel)
Reply = TypeVar("Reply", bound=BaseModel)


class QuestionNotOurs(TypeError):
    """The service asks what the registry does not let it ask: the server would refuse it."""


class Asker:
    """Asks in the name of one service. Keeps nothing, logs no payload."""

    def __init__(self, bus: Bus, *, service: str, department: str) -> None:
        self._bus = bus
        self._service = service
        self._department = department

    async def __call__(
        self, question: Question[Request, Reply], uai: Uai, request: Request
    ) -> Reply:
        """Shorthand of `ask`."""
        return await self.ask(question, uai, request)

    async def ask(self, question: Question[Request, Reply], uai: Uai, request: Request) -> Reply:
        """Ask the owner about one lycée, and wait at most the question's `timeout_seconds`.

        Raises QuestionUnanswered when it may succeed later (no bus, nobody there, no answer in
        time), QuestionRefused when the owner has nothing to tell, QuestionNotOurs.
        """
        if self._service not in question.askers:
            raise QuestionNotOurs(f"{self._service} may not ask {question.service}.{question.name}")
        subject = question.subject(self._department, uai)
        payload = request.model_dump_json().encode()
        name = f"{question.service}.{question.name}"
        with tracing.span(self._service, f"ask {name}", kind="client", question=name):
            try:
                reply = await self._bus.request(
                    subject,
                    payload,
                    timeout=question.timeout_seconds,
                    headers=tracing.carried(),
                )
            except (BusDisconnected, nats.errors.Error, OSError) as error:
                raise _unanswered(subject, _why(error)) from error
            return _read(question, subject, reply)


def _read(question: Question[Request, Reply], subject: str, reply: Msg) -> Reply:
    headers = reply.headers or {}
    if REFUSED_HEADER in headers:
        raise QuestionRefused(subject, headers[REFUSED_HEADER])
    if TROUBLE_HEADER in headers:
        known = next((why for why in Why if why == headers[TROUBLE_HEADER]), Why.TROUBLE)
        raise _unanswered(subject, known)
    try:
        return question.answer.model_validate_json(reply.data, strict=True)
    except ValidationError:
        # without its cause: pydantic quotes the answer, which may name people
        raise _unanswered(subject, Why.ANSWER_MALFORMED) from None


def _why(error: Exception) -> Why:
    if isinstance(error, nats.errors.NoRespondersError):
        return Why.NOBODY_ANSWERS
    return Why.TIMEOUT if isinstance(error, TimeoutError) else Why.BUS_DOWN


def _unanswered(subject: str, why: Why) -> QuestionUnanswered:
    log.warning("question.unanswered", subject=subject, reason=why.value)
    return QuestionUnanswered(subject, why)
