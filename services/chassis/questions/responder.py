"""Answering: rows of one lycée are read, nothing can be written, and nobody is kept waiting.

All replicas of a service listen in one queue group: one of them gets the question. The server
lets a responder reply once, and only to who asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import nats.errors
import structlog
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError
from sqlalchemy import text

from contracts.identifiers import Uai
from services.chassis.base.cancellation import end
from services.chassis.base.errors import PasserelleError
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.nats.connection import Bus, BusDisconnected, Listener
from services.chassis.observability import tracing
from services.chassis.questions.outcomes import TROUBLE_HEADER, Why
from services.chassis.questions.spec import Answer, Answers
from services.chassis.questions.wire import Refused, pack_outcomes, read_requests
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork

log = structlog.get_logger(__name__)

AT_ONCE_MAX = 2
"""Questions never take all connections of the pool from the pages."""
WAITING_MAX = 200
STOP_SECONDS = 3.0
SERVER_ERROR = 500

_READ_ONLY = Prepared(text("SET TRANSACTION READ ONLY"))


@dataclass(frozen=True)
class _Reply:
    payload: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class _NotDeclared(TypeError):
    """The handler returned another model than its question's: it may tell more than may be told."""


class Responder:
    """Answers the questions of one service until stopped. NATS and the database may come and go."""

    def __init__(
        self,
        answers: Answers,
        *,
        bus: Bus,
        units: UnitsOfWork,
        department: str,
    ) -> None:
        self._answers = answers
        self._bus = bus
        self._units = units
        self._places = asyncio.Semaphore(AT_ONCE_MAX)
        self._running: set[asyncio.Task[None]] = set()
        self._listening: list[tuple[str, Listener]] = [
            (answer.question.filter_subject(department), self._listener(answer))
            for answer in answers.declared()
        ]

    async def start(self) -> None:
        """Listen, now or as soon as NATS is there."""
        for subject, listener in self._listening:
            await self._bus.subscribe(subject, listener, queue=self._answers.service)

    async def stop(self) -> None:
        """Leave new questions to the other replicas, finish what was begun."""
        for subject, listener in self._listening:
            await self._bus.unsubscribe(subject, listener)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=STOP_SECONDS)
            await end(*late)

    def _listener(self, answer: Answer) -> Listener:
        async def hear(message: Msg) -> None:
            # in a task of its own: nats-py hands over the next message once this returns
            work = self._take(answer, message)
            if len(self._running) >= WAITING_MAX:
                work.close()
                await self._send(message, _trouble(Why.BUSY))
                return
            task = asyncio.create_task(work, name=f"answer-{answer.question.name}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)

        return hear

    async def _take(self, answer: Answer, message: Msg) -> None:
        try:
            # later than this nobody listens any more
            async with asyncio.timeout(answer.question.timeout_seconds), self._places:
                reply = await self._reply(answer, message)
        except TimeoutError:
            log.warning("question.too_late", subject=message.subject)
            return
        await self._send(message, reply)

    async def _reply(self, answer: Answer, message: Msg) -> _Reply:
        try:
            requests = read_requests(answer.question, message.data)
        except ValidationError:
            log.warning("question.malformed", subject=message.subject)
            return _trouble(Why.REQUEST_MALFORMED)
        try:
            with self._traced(answer, message):
                return _Reply(pack_outcomes(await self._answer(answer, message, requests)))
        except Exception as error:  # a handler may raise anything: who asked is told at once
            if not _is_expected(error):
                log.exception("question.failed", subject=message.subject)
            return _trouble(Why.TROUBLE if is_trouble(error) else Why.FAILED)

    def _traced(self, answer: Answer, message: Msg) -> tracing.Entered:
        name = f"{answer.question.service}.{answer.question.name}"
        return tracing.span(
            self._answers.service,
            f"answer {name}",
            kind="server",
            parent=tracing.carried_by(message.headers),
            question=name,
        )

    async def _answer(
        self, answer: Answer, message: Msg, requests: Sequence[BaseModel]
    ) -> list[BaseModel | Refused]:
        """An outcome for each, in one transaction that writes nothing."""
        uai = Uai(message.subject.split(".")[2])
        wide = answer.department_wide and uai == self._units.department_uai
        async with self._units.begin(Scope(frozenset({uai}), wide), uai=uai) as uow:
            await uow.run(_READ_ONLY, {})
            return [await _told(answer, request, uow) for request in requests]

    async def _send(self, message: Msg, reply: _Reply) -> None:
        try:
            await self._bus.publish(message.reply, reply.payload, headers=reply.headers or None)
        except (BusDisconnected, nats.errors.Error, OSError) as error:
            log.warning("question.reply_lost", subject=message.subject, reason=repr(error))


def _is_expected(error: Exception) -> bool:
    return isinstance(error, PasserelleError) or is_trouble(error)


async def _told(answer: Answer, request: BaseModel, uow: UnitOfWork) -> BaseModel | Refused:
    try:
        told = await answer.handler(request, uow)
    except PasserelleError as error:
        if error.status >= SERVER_ERROR:
            raise
        return Refused(error.code)
    if type(told) is not answer.question.answer:
        raise _NotDeclared(f"{answer.question.name} was answered by a {type(told).__name__}")
    return told


def _trouble(why: Why) -> _Reply:
    return _Reply(headers={TROUBLE_HEADER: why.value})
