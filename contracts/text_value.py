"""The base of every text an event may carry: a `str` that is validated when it is made.

Messages are in French and say what to do: a form shows them as they are.
"""

import re
from functools import lru_cache
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

# No-break spaces count as spaces: people paste what a French page shows.
_SPACES = re.compile(r"\s+")


class Identifier(str):
    """A text with one well-formed spelling. Subclasses say their `pattern` and may check further."""

    __slots__ = ()

    #: What JSON Schema publishes: the normalised form.
    pattern: ClassVar[str]
    #: One well-formed value, used for the examples of the catalogue.
    example: ClassVar[str]
    #: What to do about a malformed value, in French.
    advice: ClassVar[str]

    def __new__(cls, value: str) -> Self:
        """Validate and normalise.

        Raises:
            ValueError: the value has not the right form; the message, in French, says what to do.
        """
        if type(value) is cls:
            return value
        return super().__new__(cls, _well_formed(cls, value))

    @classmethod
    def normalise(cls, value: str) -> str:
        return _SPACES.sub("", value)

    @classmethod
    def check(cls, value: str) -> None:
        """What a pattern cannot say, such as a control key."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        title = (cls.__doc__ or cls.__name__).splitlines()[0].rstrip(".")
        return {"type": "string", "pattern": cls.pattern, "title": title}


@lru_cache(maxsize=16_384)
def _well_formed(kind: type[Identifier], value: str) -> str:
    """The normal form. A bus carries the same few lycées and codes again and again."""
    normalised = kind.normalise(value)
    if not re.fullmatch(kind.pattern, normalised):
        raise ValueError(kind.advice)
    kind.check(normalised)
    return normalised
