"""Pieces of forms that several features share."""

from typing import Annotated

from annotated_types import Ge
from pydantic import BeforeValidator, Field

from services.chassis.web.views.forms import FormModel

Version = Annotated[int, Ge(0)]


def _dropping_blanks(values: object) -> object:
    return [value for value in values if value] if isinstance(values, list) else values


Several = BeforeValidator(_dropping_blanks)


class VersionForm(FormModel):
    """An action that needs nothing but the version the page showed."""

    version: Version


class MoveForm(FormModel):
    """A move that may be made from the board: `tableau` is the class shown there, or `toutes`."""

    tableau: Annotated[str, Field(max_length=120)] | None = None


class KnowingForm(FormModel):
    """What a host asks to be careful of, and that whoever goes on knows it."""

    knowingly: bool = Field(default=False, title="En connaissance de cause")
