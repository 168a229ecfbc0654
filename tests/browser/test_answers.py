"""What is in the key of a page that was judged is all that a browser would draw."""

import pytest

from tests.browser.answers import coming_into
from tests.browser.kinds import kinds_of


@pytest.mark.parametrize(
    "part",
    [
        '<div hx-get="/a?b=1&amp;c=2" hx-trigger="load"></div>',
        '<div hx-trigger="load" class="fragment" hx-get="/a?b=1&amp;c=2"></div>',
        "<div hx-get='/a?b=1&amp;c=2' id=x hx-trigger='again, load delay:1s'></div>",
        '<div\n  hx-get="/a?b=1&amp;c=2"\n  hx-trigger="load"\n></div>',
    ],
)
def test_a_part_that_comes_by_itself_is_found_however_it_is_written(part: str) -> None:
    assert coming_into(f"<main>{part}</main>") == ["/a?b=1&c=2"]


def test_a_part_that_waits_for_somebody_does_not_come_by_itself() -> None:
    assert coming_into('<div hx-get="/a" hx-trigger="every 1s"></div><a hx-get="/b">B</a>') == []


LIST = '<ul class="plain"><li><a href="/a" id="x">One</a></li></ul><label for="x">Name</label>'


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (">One<", "> <"),
        ('for="x"', 'for="y"'),
        ('class="plain"', 'class="tabs"'),
        ("<li>", "<li aria-hidden='true'>"),
        ("<li>", "<li role='option'>"),
        ("<li>", "<li style='color: #9aa'>"),
        ("<li>", "<li><b></b>"),
        ("<li>", '<li id="x">'),
        ("<ul", "<p></p><ul"),
        ("label", "span"),
    ],
)
def test_what_axe_could_tell_apart_is_of_another_kind(written: str, instead: str) -> None:
    assert not kinds_of(LIST.replace(written, instead)) <= kinds_of(LIST)


def test_what_says_something_else_is_of_the_same_kind() -> None:
    more = LIST.replace("</li>", "</li><li><a href='/b' id='z'>Two</a></li>").replace("Name", "No")

    assert kinds_of(more) == kinds_of(LIST)
