"""The one client of all questions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import nats.errors
import structlog
from nats.aio.msg import Msg
from pydantic import BaseModel

from contracts.identifiers import Uai
from contracts.questions import Question
from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.observability import tracing
from services.chassis.questions.outcomes import (
    TROUBLE_HEADER,
    QuestionRefused,
    QuestionUnanswered,
    Why,
)
from services.chassis.questions.wire import TOGETHER_MAX, Refused, pack_requests, read_outcomes

log = structlog.get_logger(__name__)

Request = TypeVar("Request", bound=BaseModel)
Reply = TypeVar("Reply", bound=BaseModel)


class QuestionNotOurs(TypeError):
    """The service asks what the registry does not let it ask: the server would refuse it."""


@dataclass
class _Together:
    """Requests of one question about one lycée, made in one turn of the loop: one message."""

    question: Question[Any, Any]
    uai: Uai
    headers: dict[str, str] | None
    asked: list[tuple[BaseModel, asyncio.Future[Any]]] = field(default_factory=list)


class Asker:
    """Asks in the name of one service. Keeps nothing, logs no payload.

    What is asked in the same turn of the loop, of one question about one lycée, leaves as one
    message: fifty mails that are composed do not cost fifty messages, and nobody waits for others.
    Questions of different traces stay apart, so that each trace is whole.
    """

    def __init__(self, bus: Bus, *, service: str, department: str) -> None:
        self._bus = bus
        self.service = service
        self._department = department
        self._leaving: dict[object, _Together] = {}
        self._sending: set[asyncio.Task[None]] = set()

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
        if self.service not in question.askers:
            raise QuestionNotOurs(f"{self.service} may not ask {question.service}.{question.name}")
        name = f"{question.service}.{question.name}"
        with tracing.span(self.service, f"ask {name}", kind="client", question=name):
            return cast("Reply", await self._asked(question, uai, request))

    def _asked(
        self, question: Question[Any, Any], uai: Uai, request: BaseModel
    ) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        headers = tracing.carried()
        key = (question.service, question.name, uai, tracing.traceparent())
        together = self._leaving.get(key)
        if together is None:
            together = self._leaving[key] = _Together(question, uai, headers)
            loop.call_soon(self._leave, key)
        told = loop.create_future()
        together.asked.append((request, told))
        if len(together.asked) == TOGETHER_MAX:
            del self._leaving[key]
            self._send(together)
        return told

    def _leave(self, key: object) -> None:
        together = self._leaving.pop(key, None)
        if together is not None:
            self._send(together)

    def _send(self, together: _Together) -> None:
        task = asyncio.create_task(self._exchange(together))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _exchange(self, together: _Together) -> None:
        question, asked = together.question, together.asked
        subject = question.subject(self._department, together.uai)
        try:
            reply = await self._bus.request(
                subject,
                pack_requests([request for request, _ in asked]),
                timeout=question.timeout_seconds,
                headers=together.headers,
            )
            outcomes = _read(question, subject, reply, len(asked))
        except (BusDisconnected, nats.errors.Error, OSError) as error:
            outcomes = _nobody_told(subject, _why(error), len(asked))
        except Exception as error:  # whatever it is, who asked must hear of it
            log.exception("question.broken", subject=subject)
            outcomes = [error] * len(asked)
        except asyncio.CancelledError:
            for _, told in asked:
                told.cancel()
            raise
        for (_, told), outcome in zip(asked, outcomes, strict=True):
            if told.done():  # who asked went away meanwhile
                continue
            if isinstance(outcome, Exception):
                told.set_exception(outcome)
            else:
                told.set_result(outcome)


def _read(
    question: Question[Any, Any], subject: str, reply: Msg, count: int
) -> list[BaseModel | Exception]:
    """What was told to each of `count` requests; an exception is for who asked."""
    trouble = (reply.headers or {}).get(TROUBLE_HEADER)
    if trouble is not None:
        why = next((why for why in Why if why == trouble), Why.TROUBLE)
        return _nobody_told(subject, why, count)
    try:
        outcomes = read_outcomes(question, reply.data)
    except ValueError:
        # without its cause: pydantic quotes the answer, which may name people
        outcomes = []
    if len(outcomes) != count:
        return _nobody_told(subject, Why.ANSWER_MALFORMED, count)
    return [
        QuestionRefused(subject, one.code) if isinstance(one, Refused) else one for one in outcomes
    ]


def _why(error: Exception) -> Why:
    if isinstance(error, nats.errors.NoRespondersError):
        return Why.NOBODY_ANSWERS
    return Why.TIMEOUT if isinstance(error, TimeoutError) else Why.BUS_DOWN


def _nobody_told(subject: str, why: Why, count: int) -> list[BaseModel | Exception]:
    log.warning("question.unanswered", subject=subject, reason=why.value, requests=count)
    return [QuestionUnanswered(subject, why) for _ in range(count)]
