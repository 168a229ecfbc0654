"""Questions: what must not be stored is asked by request and reply, and declared like events.

A question travels on `ask.<dept>.<uai>.<service>.<question>` of core NATS; its answer may name people
and is never kept.
"""

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from contracts.identifiers import DepartmentCode, Uai

Request = TypeVar("Request", bound=BaseModel)
Answer = TypeVar("Answer", bound=BaseModel)

QUESTIONS: dict[str, "Question[Any, Any]"] = {}
"""Every declared question by `<service>.<name>`."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Question(Generic[Request, Answer]):
    """What one service may ask another. `askers` are the services that may."""

    service: str
    name: str
    request: type[Request]
    answer: type[Answer]
    askers: frozenset[str]
    timeout_seconds: float = 1.0

    def subject(self, dept: str, uai: Uai) -> str:
        return f"ask.{DepartmentCode(dept)}.{Uai(uai)}.{self.service}.{self.name}"

    def filter_subject(self, dept: str) -> str:
        """What the service that answers listens to."""
        return f"ask.{DepartmentCode(dept)}.*.{self.service}.{self.name}"


def declare(question: Question[Request, Answer]) -> Question[Request, Answer]:
    """Register a question.

    Raises:
        ValueError: the name is malformed or already taken.
    """
    key = f"{question.service}.{question.name}"
    if not _NAME.fullmatch(question.service) or not _NAME.fullmatch(question.name):
        raise ValueError(f"{key}: a question is named in snake_case")
    if key in QUESTIONS:
        raise ValueError(f"{key} is already declared")
    QUESTIONS[key] = question
    return question
