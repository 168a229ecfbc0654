"""Figures, dates and identifiers as they are written in French."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.elision import elided
from services.chassis.web.views import french

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NARROW, NO_BREAK = "\u202f", "\u00a0"


def plain(text: str) -> str:
    """The text with ordinary spaces, to be read in a test."""
    return text.replace(NARROW, " ").replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 24), "mardi 24 novembre 2026"),
        (date(2027, 1, 1), "vendredi 1er janvier 2027"),
        # Half past midnight in Paris, still the day before in UTC.
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "mercredi 25 novembre 2026"),
        (None, ""),
    ],
)
def test_a_date_is_written_in_full(day: date | None, written: str) -> None:
    assert plain(french.date_fr(day)) == written


def test_an_hour_is_that_of_paris_summer_and_winter() -> None:
    assert plain(french.time_fr(datetime(2026, 7, 1, 8, 5, tzinfo=UTC))) == "10 h 05"
    assert plain(french.datetime_fr(NOW)) == "mardi 24 novembre 2026 à 10 h 00"


@pytest.mark.parametrize(
    ("past", "written"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=3, seconds=59), "il y a 3 min"),
        (timedelta(hours=25), "il y a 1 j"),
        (timedelta(hours=2, minutes=59), "il y a 2 h"),
    ],
)
def test_an_age_is_rounded_down(past: timedelta, written: str) -> None:
    assert plain(french.ago(NOW - past, NOW)) == written


def test_what_never_happened_has_no_age() -> None:
    assert french.ago(None) == "jamais"


def test_figures_are_grouped_and_have_a_decimal_comma() -> None:
    assert french.number(12345) == f"12{NARROW}345"
    assert french.number(3.5, 1) == "3,5"
    assert plain(french.percent(7, 8)) == "88 %"
    assert plain(french.percent(12_345, 1000, 1)) == "1 234,5 %"
    assert french.percent(0, 0) == "–"


def test_identifiers_and_phones_are_grouped_without_a_break() -> None:
    assert plain(french.business_number("73282932000074")) == "732 829 320 00074"
    assert plain(french.business_number("732829320")) == "732 829 320"
    assert plain(french.phone("+33536491234")) == "05 36 49 12 34"
    assert plain(french.phone("0536491234")) == "05 36 49 12 34"
    assert french.phone("+44 20 7946 0000") == "+44 20 7946 0000"
    assert " " not in french.phone("0536491234")


def test_zero_and_one_are_singular() -> None:
    counted = [plain(french.plural(count, "élève")) for count in (0, 1, 2, 1200)]

    assert counted == ["0 élève", "1 élève", "2 élèves", "1 200 élèves"]
    assert plain(french.plural(3, "travail", "travaux")) == "3 travaux"


@pytest.mark.parametrize(
    ("last", "written"),
    [
        (date(2027, 2, 5), "du lundi 11 janvier au vendredi 5 février 2027"),
        (date(2028, 2, 1), "du lundi 11 janvier 2027 au mardi 1er février 2028"),
    ],
)
def test_a_period_says_its_year_once_when_it_has_only_one(last: date, written: str) -> None:
    assert plain(french.date_range(date(2027, 1, 11), last)) == written


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'Atelier d'Anne", "L’Atelier d’Anne"),
        ("Qui ? Moi !", f"Qui{NARROW}? Moi{NARROW}!"),
        ("Nom : « Oui »", f"Nom{NO_BREAK}: «{NO_BREAK}Oui{NO_BREAK}»"),
        ("Zoé\r\nBcc: x@y.example", "Zoé Bcc: x@y.example"),
        ("5'' et 'cité'", "5'' et 'cité'"),
    ],
)
def test_what_people_typed_is_printed_as_french_is(typed: str, printed: str) -> None:
    assert french.typo(typed) == printed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Lycée des Tilleuls", "lycée des Tilleuls"),
        ("LYCEE PROFESSIONNEL Bourdelle", "lycée PROFESSIONNEL Bourdelle"),
        ("LP Jean-Bouin", "LP Jean-Bouin"),
        ("Bourdelle", "lycée Bourdelle"),
        ("LP", "lycée LP"),
    ],
)
def test_a_lycee_is_said_to_be_one_once(name: str, said: str) -> None:
    assert french.lycee(name) == said


@pytest.mark.parametrize(
    ("name", "word", "written"),
    [
        ("AMIGOU", "de", "d’AMIGOU"),
        ("Élodie Œrsted", "de", "d’Élodie Œrsted"),
        ("Œuvres du Quercy", "de", "d’Œuvres du Quercy"),
        ("Ismérie", "que", "qu’Ismérie"),
        ("il manque un champ", "parce que", "parce qu’il manque un champ"),
        ("Hôtel des Voyageurs", "de", "d’Hôtel des Voyageurs"),
        ("Yves", "de", "d’Yves"),
        ("Yann", "de", "de Yann"),
        ("Hangar 9", "de", "de Hangar 9"),
        ("Onze Mètres", "de", "de Onze Mètres"),
        ("Bois Vert", "de", "de Bois Vert"),
        ("1MELEC", "de", "de 1MELEC"),
        ("", "de", "de "),
    ],
)
def test_a_word_is_elided_before_a_name_that_begins_with_a_vowel(
    name: str, word: str, written: str
) -> None:
    assert elided(name, word) == written
