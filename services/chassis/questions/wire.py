"""How questions travel: requests of one question about one lycée together, an outcome for each.

`[request, …]` is answered by `[{"told": answer}, {"refused": code}, …]` in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from contracts.questions import Question

TOGETHER_MAX = 20
"""A few milliseconds of the owner's time; the answers stay far below what a message may weigh."""

Answer = TypeVar("Answer", bound=BaseModel)


class _Outcome(BaseModel, Generic[Answer]):
    model_config = ConfigDict(extra="forbid")

    told: Answer | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Refused:
    """The owner has nothing to tell; `code` is that of the error it ended with."""

    code: str


def pack_requests(requests: Sequence[BaseModel]) -> bytes:
    """The payload of a question."""
    return f"[{','.join(request.model_dump_json() for request in requests)}]".encode()


def read_requests(question: Question[Any, Any], payload: bytes) -> list[BaseModel]:
    """Requests as they were sent. Raises pydantic.ValidationError."""
    return _requests(question).validate_json(payload, strict=True)


def pack_outcomes(outcomes: Sequence[BaseModel | Refused]) -> bytes:
    """The payload of a reply."""
    return f"[{','.join(map(_packed, outcomes))}]".encode()


def read_outcomes(question: Question[Any, Any], payload: bytes) -> list[BaseModel | Refused]:
    """What was told to each, in order. Raises pydantic.ValidationError, or ValueError when one
    says nothing.
    """
    return [_read(one) for one in _outcomes(question).validate_json(payload, strict=True)]


def _packed(outcome: BaseModel | Refused) -> str:
    if isinstance(outcome, Refused):
        return _Outcome[BaseModel](refused=outcome.code).model_dump_json(exclude_none=True)
    return f'{{"told":{outcome.model_dump_json()}}}'


def _read(outcome: _Outcome[Any]) -> BaseModel | Refused:
    if outcome.refused is not None:
        return Refused(outcome.refused)
    if outcome.told is None:
        raise ValueError("neither told nor refused")
    told: BaseModel = outcome.told
    return told


@cache
def _requests(question: Question[Any, Any]) -> TypeAdapter[list[BaseModel]]:
    several = Field(min_length=1, max_length=TOGETHER_MAX)
    return TypeAdapter(Annotated[list[question.request], several])  # type: ignore[name-defined,arg-type]  # known at run time only


@cache
def _outcomes(question: Question[Any, Any]) -> TypeAdapter[list[_Outcome[Any]]]:
    return TypeAdapter(list[_Outcome[question.answer]])  # type: ignore[name-defined]  # known at run time only
