"""Characters nobody types on purpose, at whichever door a text comes in."""

import pytest

from contracts.strays import has_stray, without_strays

STRAYS = ("\x00", "\x1b", "\x7f", "\x85", "\ud800", "\u202a", "\u202e", "\u2066", "\u2069")


@pytest.mark.parametrize("stray", STRAYS, ids=ascii)
def test_a_control_a_half_sign_and_what_turns_the_writing_are_found_and_cleaned(stray: str) -> None:
    assert has_stray(f"a{stray}b")
    assert without_strays(f"a{stray}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "L’Été\u00a0: «\u202fŒuvre\u202f»",
        "un\n\tdeux",
        "e\u0301",
        "\U0001f600",
        "zéro\u200bvide",
    ],
)
def test_what_people_type_stays_as_it_is(text: str) -> None:
    assert not has_stray(text)
    assert without_strays(text) == text
