"""The days a report may be of, and what is said of those it may not."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from contracts.identifiers import SchoolYear
from services.supervision.own_figures.model.report_days import (
    ReportDaysRefused,
    offered,
    report_days,
    terms_of,
    whole_year,
)

TODAY = date(2026, 12, 1)
YEAR = SchoolYear("2026-2027")


def test_the_terms_of_a_school_year_hold_each_of_its_days_once() -> None:
    year, terms = whole_year(YEAR), terms_of(YEAR)

    assert (terms[0].first, terms[-1].last) == (year.first, year.last)
    for one, following in pairwise(terms):
        assert following.first - one.last == timedelta(days=1)
    assert terms_of(SchoolYear("2027-2028"))[1].last == date(2028, 2, 29)


def test_what_has_not_begun_is_not_offered() -> None:
    assert [one.key for one in offered([YEAR], TODAY)] == [
        "2026-2027",
        "2026-2027-T1",
        "2026-2027-T2",
    ]


def test_days_that_are_typed_come_before_the_list_and_without_any_it_is_the_school_year() -> None:
    assert report_days("", "", "", TODAY).key == "2026-2027"
    assert report_days("2025-2026-T2", "", "", TODAY).last == date(2026, 2, 28)
    typed = report_days("2025-2026", "2026-09-01", "2026-10-31", TODAY)
    assert (typed.first, typed.last) == (date(2026, 9, 1), date(2026, 10, 31))
    assert typed.said.replace("\u00a0", " ") == "Du 1er septembre au 31 octobre 2026"
    assert typed.asked == {"du": "2026-09-01", "au": "2026-10-31"}


@pytest.mark.parametrize(
    ("asked", "first", "last", "field", "said"),
    [
        ("2026-2028", "", "", "periode", "de la liste"),
        ("2026-2027-T4", "", "", "periode", "de la liste"),
        ("1999-2000", "", "", "periode", "de la liste"),
        ("2026-2027-T3", "", "", "periode", "commence le 1er mars 2027"),
        ("", "2026-09-01", "", "au", "Indiquez une date."),
        ("", "", "2026-09-01", "du", "Indiquez une date."),
        ("", "2026-02-30", "2026-10-31", "du", "Cette date n’existe pas"),
        ("", "hier", "2026-10-31", "du", "Cette date n’existe pas"),
        ("", "0026-09-01", "2026-10-31", "du", "vérifiez l’année"),
        ("", "2026-10-31", "2026-09-01", "au", "La fin vient avant le début"),
        ("", "2025-09-01", "2026-11-30", "au", "une année au plus"),
        ("", "2026-12-02", "2026-12-31", "du", "Cette date est à venir."),
    ],
)
def test_days_no_report_can_be_of_are_refused_by_a_sentence_beside_their_field(
    asked: str, first: str, last: str, field: str, said: str
) -> None:
    with pytest.raises(ReportDaysRefused) as refused:
        report_days(asked, first, last, TODAY)

    assert said in refused.value.errors[field].replace("\u00a0", " ")
