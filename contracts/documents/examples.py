"""One invented, well-formed example of each event, made from the types of its fields."""

from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, NewType, TypeVar, get_args, get_origin
from uuid import UUID, uuid5

from pydantic import AwareDatetime

from contracts.field_types import Facts
from contracts.text_value import Identifier

_INVENTED = UUID("6f3a2f0c-5d0c-4c57-9d3b-3b8a2f7f6c11")

# A reader understands an example faster when its figures agree with each other.
_TELLING: dict[str, Any] = {
    "occurred_on": date(2026, 11, 24),
    "starts_on": date(2027, 1, 4),
    "ends_on": date(2027, 1, 29),
    "next_step_on": date(2026, 12, 8),
    "weeks": 4,
    "year": 2027,
    "companies": 7,
    "amount_euros": 5400,
    "concerned": 24,
    "exempted": 1,
    "left": 0,
    "host_agreed": 18,
    "agreement_issued": 12,
    "agreement_signed": 9,
    "seats": 2,
    "created": 280,
    "updated": 15,
    "rejected": 5,
    "removed": 276,
    "restored": 15,
    "kept": 4,
    "public_name": "Menuiserie du Quercy SARL",
    "label": "Bac pro métiers de l’électricité",
    "name": "Lycée professionnel de l’exemple",
}

F = TypeVar("F", bound=Facts)


def example(model: type[F]) -> F:
    """The same example on every machine, so that what is generated from it does not change."""
    return model(
        **{name: _value(name, info.annotation) for name, info in model.model_fields.items()}
    )


def _value(name: str, kind: Any) -> Any:
    if name in _TELLING:
        return _TELLING[name]
    if get_origin(kind) is Annotated:
        return _value(name, get_args(kind)[0])
    if get_origin(kind) is tuple:
        return (_value(name, get_args(kind)[0]),)
    if NoneType in get_args(kind):
        return _value(name, next(part for part in get_args(kind) if part is not NoneType))
    if isinstance(kind, NewType):
        return uuid5(_INVENTED, kind.__name__)
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    if issubclass(kind, Identifier):
        return kind(kind.example)
    if issubclass(kind, Facts):
        return example(kind)
    if kind is AwareDatetime:
        return datetime(2026, 11, 24, 9, tzinfo=UTC)
    return {bool: True, int: 12, date: date(2026, 11, 24)}[kind]
