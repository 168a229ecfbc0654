"""Which types an event's field may have: the bus carries facts, not people.

Checked when the class is created, so that a forbidden field fails at import, before any test.
"""

from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from contracts.identifiers import PublicText
from contracts.public_texts import REVIEWED
from contracts.text_value import Identifier

ALLOWED = (
    "an identifier of contracts.identifiers, an opaque id, a date, an instant with its time zone, "
    "a bool, a whole number bounded on both sides, a closed code (StrEnum), nested Facts, a tuple "
    "of those or one of those or None"
)


class Facts(BaseModel):
    """A group of allowed fields, nested in an event or shared by several."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        # A publisher writes every field, so that a reader may count on each.
        json_schema_serialization_defaults_required=True,
    )


class FieldNotAllowed(TypeError):
    """A field could carry more than a fact; the message names the event, the field and the type."""


def check_fields(event_name: str, model: type[BaseModel]) -> None:
    """Raises FieldNotAllowed unless every field, nested ones included, has an allowed type."""
    for name, field in model.model_fields.items():
        _check_type(f"{event_name}.{name}", _typed(field), _reviewed(event_name, name))


def _typed(field: FieldInfo) -> Any:
    # Pydantic moves the outermost Annotated's bounds from the type to the field: put them back.
    if not field.metadata:
        return field.annotation
    return Annotated[(field.annotation, *field.metadata)]


def _reviewed(event_name: str, field: str) -> bool:
    return field in REVIEWED.get(event_name, {})


def _check_type(where: str, kind: Any, reviewed: bool) -> None:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        _check_optional(where, kind, reviewed)
    elif origin is tuple and get_args(kind)[1:] == (Ellipsis,):
        _check_type(where, get_args(kind)[0], reviewed)
    elif isinstance(kind, type) and issubclass(kind, PublicText):
        if not reviewed:
            raise FieldNotAllowed(
                f"{where}: PublicText is for reviewed fields only; add it to "
                "contracts/public_texts.py with the reason why it names nobody"
            )
    elif isinstance(kind, type) and issubclass(kind, Facts):
        check_fields(where, kind)
    elif not _is_plain_fact(kind):
        raise FieldNotAllowed(f"{where}: type {_shown(kind)} is not allowed; use {ALLOWED}")


def _check_optional(where: str, kind: Any, reviewed: bool) -> None:
    others = [part for part in get_args(kind) if part is not NoneType]
    if len(others) != 1:
        raise FieldNotAllowed(f"{where}: {_shown(kind)} is not allowed; a field has one type")
    _check_type(where, others[0], reviewed)


def _is_plain_fact(kind: Any) -> bool:
    if isinstance(kind, NewType):
        return kind.__supertype__ is UUID
    if get_origin(kind) is Annotated:
        return _is_bounded(kind)
    if not isinstance(kind, type):
        return False
    if issubclass(kind, StrEnum):
        return len(kind) > 0
    if issubclass(kind, Identifier):
        return kind is not Identifier
    return kind in (date, bool, AwareDatetime)


def _is_bounded(kind: Any) -> bool:
    base, *metadata = get_args(kind)
    # Inside a tuple Pydantic leaves the bounds wrapped in a field.
    flat = [
        m for item in metadata for m in (item.metadata if isinstance(item, FieldInfo) else [item])
    ]
    low = any(hasattr(item, "ge") or hasattr(item, "gt") for item in flat)
    high = any(hasattr(item, "le") or hasattr(item, "lt") for item in flat)
    return base is int and low and high


def _shown(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)
