"""The kinds of elements a page is made of: what a rule of axe says of one, it says of all of its kind."""

import re
from html.parser import HTMLParser

AROUND = 3
"""So many elements above it are part of what an element is."""
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
REFERS = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"})
SAID = frozenset({"type", "role", "lang", "scope", "style", "tabindex"})
"""Attributes of which the value makes another kind; of the others, that they are there."""
_ID = re.compile(r'\bid="([^"]*)"')

Kind = tuple[str, ...]


class _Kinds(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[Kind] = set()
        self._ids = _ID.findall(html)
        self._once = set(self._ids)
        self._open: list[tuple[str, str]] = []
        self._speak: list[bool] = []
        self.feed(html)
        self.close()

    def _named(self, name: str, value: str) -> str:
        if name in SAID or not value.strip():
            return f"{name}={value}"
        if name in REFERS:
            return f"{name} {set(value.split()) <= self._once}"
        return f"{name} twice" if name == "id" and self._ids.count(value) > 1 else name

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = sorted(given.pop("class", "").split())
        mine = " ".join([tag, *classes, *sorted(self._named(*one) for one in given.items())])
        if tag in VOID:
            self._keep(mine, "")
        else:
            self._open.append((tag, mine))
            self._speak.append(False)
        if given.get("alt") or given.get("aria-label"):
            self.handle_data("said")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._speak = [True] * len(self._speak)

    def handle_endtag(self, tag: str) -> None:
        # One that nothing closes ends with what it is in.
        while any(tag == name for name, _ in self._open):
            (name, mine), speaks = self._open.pop(), self._speak.pop()
            self._keep(mine, "says something" if speaks else "says nothing")
            if name == tag:
                return

    def _keep(self, mine: str, speaks: str) -> None:
        self.found.add((*(above for _, above in self._open[-AROUND:]), mine, speaks))


def kinds_of(html: str) -> frozenset[Kind]:
    """Each element with those around it, its classes and attributes, and whether it says anything."""
    return frozenset(_Kinds(html).found)
