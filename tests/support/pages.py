"""Pages read as a browser without script reads them: their text, their links, their forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

Fields = list[tuple[str, str]]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
"""What every browser says when a form of ours is sent; without it a form is refused."""


@dataclass
class Form:
    """A form as the page gives it: what its fields hold before anything is typed."""

    action: str
    fields: Fields = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)

    def typed(self, **values: str | list[str]) -> dict[str, str | list[str]]:
        """The fields to send, some of them typed over."""
        sent: dict[str, Any] = {}
        for name, value in self.fields:
            before = sent.get(name)
            sent[name] = value if before is None else [*_listed(before), value]
        return {name: value for name, value in (sent | values).items() if value is not None}


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            form.options[name] = []
        elif tag == "option" and self._select:
            form.options[self._select].append(given.get("value", ""))
            if "selected" in given:
                form.fields.append((self._select, given.get("value", "")))
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                form.options.setdefault(name, []).append(given.get("value", ""))
            if kind not in ("checkbox", "radio", "file") or "checked" in given:
                form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass
class Page:
    """An answer, with what a reader of the page sees."""

    answer: httpx2.Response
    _reader: _Reader = field(default_factory=_Reader)

    def __post_init__(self) -> None:
        self._reader.feed(self.answer.text)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The words of the page, each run of spaces (no-break ones too) as one space."""
        return " ".join(" ".join(self._reader.words).split())

    @property
    def forms(self) -> list[Form]:
        """Every form of the page, in its order."""
        return self._reader.forms

    def form(self, action: str, *, exactly: bool = False) -> Form:
        """The form sent to an address that starts like this, or to this one."""
        found = [form for form in self._reader.forms if form.action.startswith(action)]
        if exactly:
            found = [form for form in found if form.action == action]
        assert found, f"no form to {action} among {[form.action for form in self._reader.forms]}"
        return found[0]

    def has_form(self, action: str) -> bool:
        """Whether the page offers it."""
        return any(form.action.startswith(action) for form in self._reader.forms)


@dataclass
class Visitor:
    """Somebody's browser, without script: follows redirections, sends forms as the page has them."""

    client: httpx2.AsyncClient

    async def get(self, path: str) -> Page:
        return Page(await self.client.get(path, follow_redirects=True))

    async def send(
        self, form: Form, *, files: dict[str, Any] | None = None, **values: str | list[str]
    ) -> Page:
        """Send a form of a page, typed over; what it answers, once redirected."""
        answer = await self.client.post(
            form.action,
            data=form.typed(**values),
            files=files,
            headers=SAME_ORIGIN,
            follow_redirects=True,
        )
        return Page(answer)
