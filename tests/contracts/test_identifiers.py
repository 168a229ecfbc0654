"""What an identifier accepts, refuses and how it is written once accepted."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import (
    CommuneCode,
    Count,
    DepartmentCode,
    IsoWeek,
    Mef,
    Naf,
    PublicText,
    SchoolYear,
    Siren,
    Siret,
    SiteKey,
    Uai,
)
from contracts.text_value import Identifier

ALL = [
    Uai, Siren, Siret, Mef, Naf, RomeCode, CommuneCode, DepartmentCode, SchoolYear, IsoWeek, SiteKey, PublicText,
]  # fmt: skip
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

uai_numbers = st.integers(0, 9_999_999)
digits = st.text("0123456789", min_size=8, max_size=8)


def with_luhn_key(number: str) -> str:
    """The number completed by the one digit that satisfies Luhn, found by trying."""
    for key in "0123456789":
        total = 0
        for rank, digit in enumerate(reversed(number + key)):
            doubled = int(digit) * (2 if rank % 2 else 1)
            total += sum(int(part) for part in str(doubled))
        if total % 10 == 0:
            return number + key
    raise AssertionError("one of ten consecutive keys satisfies Luhn")


@given(uai_numbers)
def test_a_uai_has_exactly_one_right_letter(number: int) -> None:
    accepted = []
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        try:
            accepted.append(Uai(f"{number:07d}{letter}"))
        except ValueError:
            continue
    assert accepted == [f"{number:07d}{LETTERS[number % 23]}"]


def test_real_lycees_are_accepted() -> None:
    assert [Uai(text) for text in ("0820032P", "0820004J", "0820016X")]


@given(digits)
def test_a_siren_is_accepted_with_its_key_alone(number: str) -> None:
    right = with_luhn_key(number)
    assert Siren(right) == right
    for key in "0123456789":
        if number + key != right:
            with pytest.raises(ValueError, match="clé est fausse"):
                Siren(number + key)


@given(digits, st.text("0123456789", min_size=4, max_size=4))
def test_a_siret_gives_its_company(number: str, site: str) -> None:
    siren = with_luhn_key(number)
    siret = Siret(with_luhn_key(siren + site))
    assert siret.siren == siren


@given(st.text("0123456789", min_size=5, max_size=5))
def test_a_site_of_la_poste_has_digits_that_add_up_to_a_multiple_of_five(site: str) -> None:
    text = "356000000" + site
    luhn = with_luhn_key(text[:13]) == text
    if luhn or sum(map(int, text)) % 5 == 0:
        assert Siret(text) == text
    else:
        with pytest.raises(ValueError, match="clé est fausse"):
            Siret(text)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Uai, " 0820032p ", "0820032P"),
        (Siren, "732 829 320", "732829320"),
        (Siret, "732\u00a0829\u202f320 00074", "73282932000074"),
        (Mef, "24731214110", "2473121411"),
        (Naf, "4321a", "43.21A"),
        (Naf, "43.21A", "43.21A"),
        (RomeCode, "f 1602", "F1602"),
        (CommuneCode, "2a004", "2A004"),
        (DepartmentCode, "2a", "2A"),
        (PublicText, "  Lycée Bourdelle ", "Lycée Bourdelle"),
    ],
)
def test_what_people_type_gets_one_spelling(kind: type[Identifier], typed: str, kept: str) -> None:
    assert kind(typed) == kept
    assert TypeAdapter(kind).validate_python(typed) == kept


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Uai, "0820032A"),
        (Uai, "820032P"),
        (Siren, "73282932"),
        (Siret, "7328293200074"),  # a lost leading zero is for the import to repair
        (Siret, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"),
        (Mef, "247312141"),
        (Naf, "4321"),
        (RomeCode, "Z1602"),
        (CommuneCode, "8212"),
        (DepartmentCode, "982"),
        (SchoolYear, "2026-2028"),
        (SchoolYear, "2026"),
        (SchoolYear, "0000-0001"),
        (SchoolYear, "9998-9999"),
        (IsoWeek, "2027-W53"),
        (IsoWeek, "2027-W00"),
        (SiteKey, "73282932000075"),
        (SiteKey, "local:42"),
        (PublicText, ""),
        (PublicText, "deux\nlignes"),
        (PublicText, "x" * 121),
    ],
)
def test_a_malformed_value_is_refused_with_advice(kind: type[Identifier], wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        kind(wrong)
    assert "example" not in str(refused.value), "the advice is in French"
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(wrong)


@pytest.mark.parametrize("kind", ALL)
@given(text=st.text(max_size=20))
def test_an_accepted_value_is_accepted_again_unchanged(kind: type[Identifier], text: str) -> None:
    try:
        value = kind(text)
    except ValueError:
        return
    assert kind(str(value)) == value
    assert isinstance(TypeAdapter(kind).validate_python(text), kind)


@pytest.mark.parametrize("kind", ALL)
def test_the_published_pattern_accepts_the_example(kind: type[Identifier]) -> None:
    schema = TypeAdapter(kind).json_schema()
    assert schema["type"] == "string"
    assert schema["pattern"] == kind.pattern
    assert kind(kind.example) == kind.example


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_school_year_starts_on_the_first_of_august(day: date) -> None:
    year = SchoolYear.of(day)
    first = date(int(year[:4]), 8, 1)
    assert first <= day < date(first.year + 1, 8, 1)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_week_starts_on_the_monday_before(day: date) -> None:
    monday = IsoWeek.of(day).monday
    assert monday.weekday() == 0
    assert timedelta() <= day - monday < timedelta(days=7)


@given(st.uuids())
def test_a_site_without_siret_has_an_internal_key(site_id: UUID) -> None:
    assert SiteKey.local(site_id).siret is None
    assert SiteKey("73282932000074").siret == "73282932000074"


@pytest.mark.parametrize("wrong", [-1, 100_001])
def test_a_count_is_neither_negative_nor_absurd(wrong: int) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Count).validate_python(wrong)


def test_an_identifier_is_not_made_from_a_number() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Siren).validate_python(732829320)
    with pytest.raises(ValidationError):
        TypeAdapter(Siren).validate_python(uuid4())
