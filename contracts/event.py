"""The base of every event, and the registry of all of them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, Literal, NewType, Self, get_args
from uuid import UUID

from contracts.field_types import Facts, FieldNotAllowed, check_fields
from contracts.identifiers import Uai
from contracts.publication import FactFamily
from contracts.text_value import Identifier

__all__ = ["AUDIENCES", "REGISTRY", "Audience", "Event", "Facts", "FieldNotAllowed", "uais_in"]

Audience = Literal["department", "bureau"]
"""Who may read: the departmental layer and the bureaux, or only services working for one bureau."""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

REGISTRY: dict[str, type["Event"]] = {}
"""Every known event by its CloudEvents type. The registry is the policy: rights come from it."""

_NAME = re.compile(r"(?P<words>(?:[A-Z][a-z0-9]*)+)V(?P<version>[1-9][0-9]*)")
_UNSAID = object()
_FRENCH = re.compile(r"\(([^()]+)\)")
_IRREGULAR_PAST = frozenset(
    {"Withdrawn", "Held", "Met", "Sent", "Left", "Taken", "Given", "Lost", "Begun", "Undone", "Set"}
)


class Event(Facts):
    """A fact that was recorded once and is told on the bus. Its name is NounPastVerbV<n>."""

    _audience: ClassVar[Audience]
    _aggregate: ClassVar[str]
    _family: ClassVar[FactFamily | None]
    _reveals: ClassVar[Mapping[str, FactFamily]]

    def __init_subclass__(
        cls,
        *,
        audience: Audience,
        aggregate: str,
        family: FactFamily | None = None,
        reveals: Mapping[str, FactFamily] | None = None,
        **config: Any,
    ) -> None:
        """Takes the class's keywords: who may read it, and which field is its aggregate's id.

        One of the department says its `family`, None for what no family holds: who takes part, what is
        taught and when, what the DSDEN itself says. `reveals`, by a reason it gives: the family it then
        gives away besides.
        """
        super().__init_subclass__(**config)

    @classmethod
    def __pydantic_init_subclass__(cls, **keywords: Any) -> None:
        """Refuse, at import, an event that breaks a rule; register the others."""
        audience, aggregate = keywords.pop("audience"), keywords.pop("aggregate")
        family = keywords.pop("family", _UNSAID)
        cls._reveals = keywords.pop("reveals", {})
        super().__pydantic_init_subclass__(**keywords)
        _check_name(cls.__name__)
        if audience not in AUDIENCES:
            raise TypeError(f"{cls.__name__}: audience {audience!r} is not one of {AUDIENCES}")
        check_fields(cls.__name__, cls)
        _check_aggregate(cls, aggregate)
        cls._family = _family_of(cls.__name__, audience, family)
        cls._audience, cls._aggregate = audience, aggregate
        if cls.ce_type() in REGISTRY:
            raise TypeError(f"{cls.__name__}: {cls.ce_type()} is already registered")
        REGISTRY[cls.ce_type()] = cls

    @classmethod
    def ce_type(cls) -> str:
        """The CloudEvents type, `fr.passerelle.<service>.<event>.v<n>`."""
        return f"fr.passerelle.{cls.service()}.{cls.token()}.v{cls.version()}"

    @classmethod
    def service(cls) -> str:
        """Who publishes it: the package of the contracts it is declared in (`contracts.partnerships`).

        Of an event declared elsewhere, as tests do: the name of its module, up to the topic.
        """
        package, _, module = cls.__module__.rpartition(".")
        return (
            package.removeprefix("contracts.")
            if "contracts." in package
            else module.partition("_")[0]
        )

    @classmethod
    def token(cls) -> str:
        """Its name in subjects: `placement_confirmed`."""
        return _token(_check_name(cls.__name__)["words"])

    @classmethod
    def french(cls) -> str:
        """Its name for who reads French: what the docstring ends its first paragraph with, in brackets."""
        said = _FRENCH.findall((cls.__doc__ or "").partition("\n\n")[0])
        return str(said[-1]).replace("'", "’") if said else cls.token().replace("_", " ")

    @classmethod
    def version(cls) -> int:
        return int(_check_name(cls.__name__)["version"])

    @classmethod
    def audience(cls) -> Audience:
        return cls._audience

    @classmethod
    def families(cls, reason: str = "") -> tuple[FactFamily, ...]:
        """The families that must all be open for it to be told; none: it always is."""
        found = (cls._family, cls._reveals.get(reason))
        return tuple(family for family in found if family is not None)

    @classmethod
    def reveals(cls) -> Mapping[str, FactFamily]:
        """The family it gives away besides its own, by the reason it gives."""
        return cls._reveals

    @classmethod
    def aggregate_field(cls) -> str:
        return cls._aggregate

    def aggregate_id(self) -> UUID | str:
        """The id of what it happened to."""
        value: UUID | str = getattr(self, self._aggregate)
        return value

    def to_json(self) -> bytes:
        """As it travels: fields in the order of the class, nulls included."""
        return self.model_dump_json().encode()

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read what a publisher wrote: types are strict, fields it does not know are ignored.

        Raises:
            pydantic.ValidationError: not this event; the consumer parks it.
        """
        return cls.model_validate_json(data, strict=True, extra="ignore")


@cache
def _token(words: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", words).lower()


@cache
def _check_name(name: str) -> re.Match[str]:
    match = _NAME.fullmatch(name)
    last = re.findall(r"[A-Z][a-z0-9]*", match["words"])[-1] if match else ""
    if match is None or not (last.endswith("ed") or last in _IRREGULAR_PAST):
        raise TypeError(f"{name}: an event is named NounPastVerbV<n>, such as PlacementConfirmedV1")
    return match


def _family_of(name: str, audience: Audience, family: Any) -> FactFamily | None:
    """The family as it was said, which an event of the department must do."""
    if audience == "department" and family is _UNSAID:
        raise TypeError(
            f"{name}: family= must say what a head opens it with; None: it is always told"
        )
    if audience != "department" and family is not _UNSAID:
        raise TypeError(f"{name}: only what the department reads has a family")
    return None if family is _UNSAID else FactFamily(family) if family else None


def _check_aggregate(event: type[Event], field: str) -> None:
    info = event.model_fields.get(field)
    kind: Any = info.annotation if info else None
    if isinstance(kind, NewType) or (isinstance(kind, type) and issubclass(kind, Identifier)):
        return
    raise TypeError(f"{event.__name__}: aggregate={field!r} must be a field that holds an id")


def uais_in(facts: Facts) -> frozenset[Uai]:
    """Every lycée the payload names; a consumer parks an event whose subject names another."""
    return frozenset(_walk_uais(facts))


def _walk_uais(value: object) -> Iterator[Uai]:
    if isinstance(value, Uai):
        yield value
    elif isinstance(value, Facts):
        for name in type(value).model_fields:
            yield from _walk_uais(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk_uais(item)
