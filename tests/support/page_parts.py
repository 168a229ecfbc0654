"""The parts of a page a browser fetches as soon as the page is there."""

from collections.abc import Sequence
from html.parser import HTMLParser


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address, when = given.get("hx-get"), given.get("hx-trigger") or ""
        if address and any(one.strip().split()[:1] == ["load"] for one in when.split(",")):
            self.found.append(address)


def parts_loaded(page: str) -> Sequence[str]:
    """Their addresses, in the order of the page."""
    reader = _Parts()
    reader.feed(page)
    return reader.found
