"""What an event may be: its name, its fields, and how it is read again."""

import types
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, NewType
from uuid import UUID, uuid4

import pytest
from annotated_types import Ge
from pydantic import BaseModel, Json, ValidationError, create_model

from contracts.documents.examples import example
from contracts.event import REGISTRY, Event, Facts, FieldNotAllowed, uais_in
from contracts.identifiers import (
    CompanyId,
    Count,
    Instant,
    Mef,
    PublicText,
    Seats,
    SiteId,
    SiteKey,
    Uai,
)
from contracts.internships.periods import PlacementConfirmedV1, PlacementOrigin
from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    CompanyRegisteredV1,
    Diffusion,
    LegalForm,
    SiteFact,
)
from contracts.portal.accounts import LyceeOpenedV1
from contracts.publication import FactFamily
from contracts.published import published

TODAY = date(2026, 11, 24)


class NestedText(Facts):
    note: str


class NestedFact(Facts):
    site_id: SiteId


class PlainModel(BaseModel):
    site_id: SiteId


class Empty(StrEnum):
    pass


class NumberCode(Enum):
    ONE = 1


BareId = NewType("BareId", str)

FORBIDDEN: list[Any] = [
    str, int, float, complex, bytes, Decimal, object, Any, UUID, datetime, None, list, dict, tuple, set,
    Json, Empty, NumberCode, PlainModel, NestedText, BareId, Literal["a", "b"],
    Annotated[int, Ge(0)], Annotated[str, "public"], list[Mef], dict[str, int], set[Mef],
    frozenset[Mef], tuple[str, ...], tuple[Mef, Mef], tuple[NestedText, ...], tuple[int, ...],
    Mef | Uai, str | None, float | None, dict[str, Mef] | None,
]  # fmt: skip

ALLOWED: list[Any] = [
    Mef, Uai, SiteKey, CompanyId, date, Instant, bool, Count, Seats, PlacementOrigin, NestedFact,
    Mef | None, date | None, Count | None, tuple[Mef, ...], tuple[NestedFact, ...], tuple[Count, ...],
    tuple[Mef, ...] | None,
]  # fmt: skip


def declare(event_name: str, **fields: Any) -> type[Event]:
    """Declare an event as a contracts module does, then take it out of the registry."""
    definitions = {field: (kind, ...) for field, kind in fields.items()}
    keywords = {"audience": "department", "aggregate": "thing_id", "family": None}
    made: Any = create_model(  # type: ignore[call-overload] # its fields are only known here
        event_name, __base__=Event, __module__="contracts.things", __cls_kwargs__=keywords,
        thing_id=(CompanyId, ...), **definitions,
    )  # fmt: skip
    del REGISTRY[made.ce_type()]
    event: type[Event] = made
    return event


@pytest.mark.parametrize("kind", FORBIDDEN, ids=str)
def test_a_field_that_could_carry_more_than_a_fact_fails_at_import(kind: Any) -> None:
    with pytest.raises(FieldNotAllowed, match=r"^ThingMovedV1\.what") as refused:
        declare("ThingMovedV1", what=kind)
    assert "not allowed" in str(refused.value)


@pytest.mark.parametrize("kind", ALLOWED, ids=str)
def test_a_field_of_an_allowed_type_is_accepted(kind: Any) -> None:
    assert "what" in declare("ThingMovedV1", what=kind).model_fields


def test_a_public_text_needs_a_review() -> None:
    with pytest.raises(FieldNotAllowed, match="public_texts"):
        declare("ThingNamedV1", public_name=PublicText)


def test_a_nested_public_text_needs_a_review_of_its_own() -> None:
    class Named(Facts):
        name: PublicText

    with pytest.raises(FieldNotAllowed, match="public_texts"):
        declare("LyceeOpenedV1", name=PublicText, other=Named)


@pytest.mark.parametrize(
    "name", ["ThingMoved", "ThingMovedV0", "thingMovedV1", "DoThingV1", "ThingV1"]
)
def test_an_event_is_named_after_what_happened(name: str) -> None:
    with pytest.raises(TypeError, match="NounPastVerb"):
        declare(name)


def test_two_events_cannot_have_one_name() -> None:
    with pytest.raises(TypeError, match="already registered"):
        types.new_class(
            "LyceeOpenedV1",
            (Event,),
            {"audience": "department", "aggregate": "uai", "family": None},
            lambda body: body.update(
                {"__annotations__": {"uai": Uai}, "__module__": "contracts.portal.accounts"}
            ),
        )


@pytest.mark.parametrize(
    ("audience", "family", "complaint"),
    [
        ("department", {}, "family= must say"),
        ("department", {"family": "weather"}, "weather"),
        ("bureau", {"family": None}, "only what the department reads"),
        ("bureau", {"family": FactFamily.HOSTING}, "only what the department reads"),
    ],
)
def test_an_event_of_the_department_alone_says_what_a_head_opens_it_with(
    audience: str, family: dict[str, Any], complaint: str
) -> None:
    keywords = {"audience": audience, "aggregate": "uai"} | family
    body = {"__annotations__": {"uai": Uai}, "__module__": "contracts.things"}
    with pytest.raises((TypeError, ValueError), match=complaint):
        types.new_class("ThingMovedV1", (Event,), keywords, lambda given: given.update(body))


def test_an_event_tells_the_families_that_must_be_open_for_it() -> None:
    assert LyceeOpenedV1.families() == ()
    assert PlacementConfirmedV1.families() == (FactFamily.PLACEMENTS,)
    assert CompanyOnboardedV1.families("hosting") == (FactFamily.COMPANIES, FactFamily.HOSTING)


@pytest.mark.parametrize(
    ("audience", "aggregate", "complaint"),
    [
        ("everyone", "uai", "audience 'everyone'"),
        ("department", "missing", "aggregate='missing'"),
        ("department", "occurred_on", "aggregate='occurred_on'"),
    ],
)
def test_an_event_says_its_audience_and_aggregate(
    audience: str, aggregate: str, complaint: str
) -> None:
    body = {"__annotations__": {"uai": Uai, "occurred_on": date}, "__module__": "contracts.things"}
    with pytest.raises(TypeError, match=complaint):
        types.new_class(
            "ThingMovedV1",
            (Event,),
            {"audience": audience, "aggregate": aggregate},
            lambda namespace: namespace.update(body),
        )
    assert not [name for name in REGISTRY if "thing_moved" in name]


def test_an_event_knows_its_names() -> None:
    assert PlacementConfirmedV1.ce_type() == "fr.passerelle.internships.placement_confirmed.v1"
    assert PlacementConfirmedV1.service() == "internships"
    assert PlacementConfirmedV1.token() == "placement_confirmed"
    assert PlacementConfirmedV1.version() == 1
    assert PlacementConfirmedV1.audience() == "department"
    event = example(PlacementConfirmedV1)
    assert event.aggregate_id() == event.reference


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_every_event_is_read_as_it_was_written(event: type[Event]) -> None:
    told = example(event)
    assert event.from_json(told.to_json()) == told
    assert list(REGISTRY[event.ce_type()].model_fields) == list(event.model_fields)


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_every_event_says_its_french_term_and_when_it_was_true(event: type[Event]) -> None:
    assert "(" in (event.__doc__ or ""), "the docstring gives the French term in brackets"
    assert event.model_fields["occurred_on"].annotation is date


def test_a_field_that_a_reader_does_not_know_is_ignored() -> None:
    told = example(CompanyRegisteredV1)
    richer = told.to_json().replace(b'"site_id"', b'"seen_in":2030,"site_id"')
    assert CompanyRegisteredV1.from_json(richer[:-1] + b',"extra":"x"}') == told


def test_a_publisher_cannot_add_a_field() -> None:
    with pytest.raises(ValidationError):
        LyceeOpenedV1.model_validate(
            {"uai": "0820032P", "name": "X", "commune": "82121", "occurred_on": TODAY, "head": "Y"}
        )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'"new_host":true', b'"new_host":"yes"'),
        (b'"mef":"2473121411"', b'"mef":2473121411'),
        (b'"origin":"office"', b'"origin":"rumour"'),
        (b'"occurred_on":"2026-11-24"', b'"occurred_on":20261124'),
        (b'"new_host":true', b'"new_host":null'),
    ],
)
def test_a_reader_is_strict_on_types(right: bytes, wrong: bytes) -> None:
    text = example(PlacementConfirmedV1).to_json()
    assert right in text
    with pytest.raises(ValidationError):
        PlacementConfirmedV1.from_json(text.replace(right, wrong))


def test_an_event_does_not_change() -> None:
    told = example(LyceeOpenedV1)
    with pytest.raises(ValidationError):
        told.name = PublicText("Autre")  # type: ignore[misc] # what is refused


@pytest.mark.parametrize("form", LegalForm)
@pytest.mark.parametrize("diffusion", Diffusion)
def test_a_company_is_named_only_when_the_law_lets_everyone_read_it(
    form: LegalForm, diffusion: Diffusion
) -> None:
    def register(name: PublicText | None) -> CompanyRegisteredV1:
        return CompanyRegisteredV1(
            company_id=CompanyId(uuid4()),
            legal_form=form,
            diffusion=diffusion,
            public_name=name,
            occurred_on=TODAY,
        )

    assert register(None).public_name is None
    public = form in {"company", "association", "public"} and diffusion == "full"
    if public:
        assert register(PublicText("SARL Exemple")).public_name == "SARL Exemple"
    else:
        with pytest.raises(ValidationError):
            register(PublicText("Jeanne Exemple"))


def test_the_lycees_a_payload_names_are_found_at_any_depth() -> None:
    class Inner(Facts):
        uais: tuple[Uai, ...]

    class Outer(Facts):
        first: Uai | None
        inner: Inner

    facts = Outer(first=Uai("0820032P"), inner=Inner(uais=(Uai("0820004J"),)))
    assert uais_in(facts) == {"0820032P", "0820004J"}
    assert uais_in(Outer(first=None, inner=Inner(uais=()))) == frozenset()
    assert uais_in(SiteFact(site_id=SiteId(uuid4()), site_key=SiteKey("73282932000074"))) == set()


def test_every_event_has_a_name_in_french_of_its_own() -> None:
    names = [event.french() for event in REGISTRY.values() if event.__module__ != __name__]

    assert len(names) == len(set(names)) > 80
    assert [name for name in names if not name[0].isalpha() or "_" in name or "'" in name] == []
