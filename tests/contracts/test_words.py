"""What a search looks for: a few words, and whether that is all that was typed."""

import pytest

from contracts.words import SOUGHT_MAX, first_words, leaves_words_out, one_slip_away

MANY = [f"mot{n}" for n in range(230)]


def test_a_search_looks_for_the_first_different_words() -> None:
    assert first_words(["un", "deux", "un"]) == ["un", "deux"]
    assert first_words([*MANY[:3], *MANY]) == MANY[:SOUGHT_MAX]


@pytest.mark.parametrize(
    ("typed", "out"),
    [
        ("", False),
        (" ".join(MANY), True),
        (" ".join(MANY[: SOUGHT_MAX + 1]), True),
        (" ".join(MANY[:SOUGHT_MAX]), False),
        ("scierie " * 100, False),
        ("0 5 3 6 4 9 0 0 1 2", False),  # one number
        ("un.deux.trois.quatre.cinq@six.sept.huit.neuf.example", False),  # one mail
    ],
)
def test_whether_words_are_left_out(typed: str, out: bool) -> None:
    assert leaves_words_out(typed) is out


def test_no_slip_is_looked_for_in_what_is_too_long_to_be_a_word() -> None:
    assert one_slip_away("a" * 30)
    assert one_slip_away("a" * 31) == frozenset()
