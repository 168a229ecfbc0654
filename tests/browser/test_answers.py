"""What is in the key of a page that was judged is all that a browser would draw."""

import pytest

from tests.browser.answers import coming_into


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
