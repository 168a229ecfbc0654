"""What a news item may say: plain paragraphs and https addresses, whatever was typed."""

import pytest

from services.coordination.base.text import is_link, without_controls
from services.coordination.news.model.text import NewsText, Piece, paragraphs, summary


def read(body: str, link: str | None = None) -> list[list[Piece]]:
    return [list(pieces) for pieces in paragraphs(NewsText("Titre", body, link))]


def test_empty_lines_part_paragraphs() -> None:
    assert read("Un.\nEncore un.\n\n\n  Deux.  ") == [[Piece("Un. Encore un.")], [Piece("Deux.")]]


def test_an_https_address_becomes_a_link_without_the_point_that_ends_the_sentence() -> None:
    address = "https://forum.example/2026?a=1&b=2"
    assert read(f"Voir {address}. Merci") == [
        [Piece("Voir "), Piece(address, address), Piece(". Merci")]
    ]


def test_the_address_to_read_on_comes_last() -> None:
    assert read("Un.", "https://a.example")[-1] == [Piece("https://a.example", "https://a.example")]


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "http://a.example",
        "data:text/html,<b>",
        "<a href='https://a.example'onclick=x>",
    ],
)
def test_nothing_else_leads_anywhere(typed: str) -> None:
    hrefs = [piece.href for pieces in read(f"Voir {typed} ici") for piece in pieces]
    assert all(href is None or is_link(href) for href in hrefs)
    assert not is_link(typed)


def test_an_address_that_hides_where_it_leads_is_no_link() -> None:
    assert not is_link("https://ministere.example@voleur.example/")
    assert not is_link("https://a.example/ b")
    assert is_link("https://a.example:8443/x#y")


def test_characters_no_feed_may_hold_are_left_out() -> None:
    assert without_controls("a\x00b\x0bc\ud800d\ne") == "abcd\ne"


def test_a_summary_ends_between_two_words() -> None:
    assert summary(NewsText("t", "mot " * 100), 10) == "mot mot…"
