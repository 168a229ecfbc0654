"""What a screen reader and a keyboard need of a page, read from its markup."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED_IN = {"text", "email", "password", "search", "date", "number", "tel", "file", "checkbox"}


@dataclass
class Markup(HTMLParser):
    """What the checks look at in one page."""

    counts: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    labelled: set[str] = field(default_factory=set)
    fields: list[dict[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    described_by: set[str] = field(default_factory=set)
    forms: list[tuple[str, list[str]]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, page: str) -> "Markup":
        markup = cls()
        markup.feed(page)
        return markup

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.counts[tag] += 1
        self._inside = tag
        if "id" in given:
            self.ids[given["id"]] += 1
        self.described_by |= set(given.get("aria-describedby", "").split())
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form" and given.get("method") == "post":
            self.forms.append((given["action"], []))
        elif tag in ("input", "select", "textarea"):
            if self.forms:
                self.forms[-1][1].append(given.get("name", ""))
            if tag != "input" or given.get("type", "text") in TYPED_IN:
                self.fields.append(given)

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data.strip()

    def handle_endtag(self, _: str) -> None:
        self._inside = ""
