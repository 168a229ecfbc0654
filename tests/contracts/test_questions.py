"""Questions are declared like events."""

import pytest
from pydantic import BaseModel

from contracts.documents.catalogue import catalogue
from contracts.identifiers import Uai
from contracts.questions import QUESTIONS, Question, declare


class Asked(BaseModel):
    pass


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Question[Asked, Asked]:
    for key in list(QUESTIONS):
        monkeypatch.delitem(QUESTIONS, key)
    # Set, then deleted again by monkeypatch: what this test declares does not outlive it.
    monkeypatch.setitem(QUESTIONS, "partnerships.site_name", None)
    del QUESTIONS["partnerships.site_name"]
    return declare(Question("partnerships", "site_name", Asked, Asked, frozenset({"internships"})))


def test_a_question_has_a_subject_per_lycee(declared: Question[Asked, Asked]) -> None:
    assert declared.subject("82", Uai("0820032P")) == "ask.82.0820032P.partnerships.site_name"
    assert declared.filter_subject("82") == "ask.82.*.partnerships.site_name"


def test_a_question_is_declared_once(declared: Question[Asked, Asked]) -> None:
    with pytest.raises(ValueError, match="already declared"):
        declare(declared)


def test_a_question_is_named_in_snake_case() -> None:
    with pytest.raises(ValueError, match="snake_case"):
        declare(Question("partnerships", "siteName", Asked, Asked, frozenset()))


def test_the_catalogue_says_who_asks_whom(declared: Question[Asked, Asked]) -> None:
    assert f"| `{declared.name}` | partnerships | internships |" in catalogue({})
    del QUESTIONS["partnerships.site_name"]
    assert "## Questions" not in catalogue({})
    declare(declared)
