"""Published schemas are frozen, agree with the code, and have no room for a person."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from contracts.documents import generate, json_schemas
from contracts.documents.examples import example
from contracts.documents.json_schemas import SCHEMAS, changed_schemas, path_of, schema_of
from contracts.event import Event
from contracts.field_types import Facts
from contracts.identifiers import Mef
from contracts.public_texts import REVIEWED
from contracts.published import published

# Whole words of a field's name: `mine` or `hotel` are not what is looked for.
PERSONAL = re.compile(
    r"(name|surname|birth|mail|phone|tel|ine|nir|address|street|iban|class|division|gender|health"
    r"|text|note|comment)(e?s)?"
)
REVIEWED_FIELDS = {field for fields in REVIEWED.values() for field in fields}
A_FLAG_NOT_A_NOTE = {"has_note"}


def field_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
            yield from field_names(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from field_names(item)


def looks_personal(field: str) -> bool:
    return any(PERSONAL.fullmatch(word) for word in field.split("_"))


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_a_published_schema_is_frozen(event: type[Event]) -> None:
    frozen = json.loads(path_of(event).read_text("utf-8"))
    assert schema_of(event) == frozen, "a published version changed: declare a new one"


def test_every_schema_belongs_to_an_event() -> None:
    assert {path.name for path in SCHEMAS.glob("*.json")} == {path_of(e).name for e in published()}
    assert changed_schemas() == []


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_an_example_fits_its_schema_and_nothing_more_does(event: type[Event]) -> None:
    schema = json.loads(path_of(event).read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    told = json.loads(example(event).to_json())
    validator.validate(told)
    assert not validator.is_valid({**told, "pupil": "x"})
    for field in told:
        assert not validator.is_valid({key: told[key] for key in told if key != field})


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_no_schema_has_room_for_a_person(path: Path) -> None:
    names = set(field_names(json.loads(path.read_text("utf-8"))))
    suspects = {name for name in names if looks_personal(name)}
    assert suspects <= REVIEWED_FIELDS | A_FLAG_NOT_A_NOTE


@pytest.mark.parametrize(
    "field", ["public_name", "birth_date", "host_mail", "pupil_ine", "classes"]
)
def test_the_privacy_check_sees(field: str) -> None:
    assert looks_personal(field)


@pytest.mark.parametrize("field", ["mine", "hotel", "placement_id", "occurred_on"])
def test_the_privacy_check_does_not_cry_wolf(field: str) -> None:
    assert not looks_personal(field)


def test_a_field_may_be_called_like_a_keyword_of_json_schema() -> None:
    class Titled(Facts):
        title: Mef
        description: Mef

    names = set(field_names(json_schemas.binding(Titled.model_json_schema())))
    assert names == {"title", "description"}


@pytest.fixture
def published_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The schemas published in an empty folder."""
    monkeypatch.setattr(json_schemas, "SCHEMAS", tmp_path)
    assert generate.main([]) == 0
    return tmp_path


def test_a_changed_schema_is_never_rewritten(
    published_elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = published_elsewhere / "portal.lycee_opened.v1.json"
    path.write_text(path.read_text("utf-8").replace("commune", "city"), "utf-8")
    before = path.read_text("utf-8")

    assert generate.main([]) == 1
    assert generate.main(["--check"]) == 1
    assert path.read_text("utf-8") == before
    assert "declare a new version of LyceeOpenedV1" in capsys.readouterr().err


def test_a_new_event_is_published_by_the_generator_only(published_elsewhere: Path) -> None:
    (published_elsewhere / "portal.lycee_opened.v1.json").unlink()
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


def test_a_published_event_cannot_leave_the_code(published_elsewhere: Path) -> None:
    (published_elsewhere / "portal.lycee_closed.v1.json").write_text("{}", "utf-8")
    assert generate.main(["--check"]) == 1
