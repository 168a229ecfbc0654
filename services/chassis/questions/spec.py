"""Declaring what a service answers. Importing such a module needs neither NATS nor a database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from contracts.questions import Question
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

Request = TypeVar("Request", bound=BaseModel)
Reply = TypeVar("Reply", bound=BaseModel)


@dataclass(frozen=True)
class Answer:
    """One question and the handler that answers it."""

    question: Question[Any, Any]
    handler: Callable[[Any, UnitOfWork], Awaitable[BaseModel]]
    department_wide: bool = False
    """Whether it reads what every lycée told, asked for the department; for a lycée it never does."""


class AnswersMisdeclared(TypeError):
    """A service answers another one's question, or one of its own twice; it does not start."""


class Answers:
    """All questions one service answers."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._declared: dict[str, Answer] = {}

    def to(
        self, question: Question[Request, Reply], *, department_wide: bool = False
    ) -> Callable[
        [Callable[[Request, UnitOfWork], Awaitable[Reply]]],
        Callable[[Request, UnitOfWork], Awaitable[Reply]],
    ]:
        """Declare who answers: rows of the lycée asked about are seen, nothing can be written.

        `department_wide`: asked for the department, rows of every lycée are.
        Raises NotFound (or another error under 500) to refuse. Raises AnswersMisdeclared.
        """

        def declare(
            handler: Callable[[Request, UnitOfWork], Awaitable[Reply]],
        ) -> Callable[[Request, UnitOfWork], Awaitable[Reply]]:
            self._add(Answer(question, handler, department_wide))
            return handler

        return declare

    def declared(self) -> tuple[Answer, ...]:
        """The answers, in order of name."""
        return tuple(answer for _, answer in sorted(self._declared.items()))

    def _add(self, answer: Answer) -> None:
        question = answer.question
        if question.service != self.service:
            raise AnswersMisdeclared(
                f"{self.service} does not answer {question.service}.{question.name}"
            )
        if question.name in self._declared:
            raise AnswersMisdeclared(f"{self.service}.{question.name} is answered twice")
        self._declared[question.name] = answer
