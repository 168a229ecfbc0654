"""Pages as the server answers them, before a browser draws them: most were drawn for another role."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

import httpx2

from tests.browser.kinds import Kind, kinds_of

CHANGING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d\d? ?[:h] ?\d\d\b")
"""Ids and the time: two pages that differ by these look the same."""
HERE = re.compile(r' aria-current="[^"]*"')
"""Where in the menu one is: pages that differ by this are as well laid out, but not drawn alike."""
TITLE = re.compile(r"<title>\s*\S[^<]*</title>")
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
COMPRESSED_BYTES_MAX = 60 * 1024


@dataclass(frozen=True)
class Answered:
    """What a browser would get to draw."""

    status: int
    is_page: bool
    """A page of ours: not a file, nor a mail, which is locked in a sandbox."""
    content: str
    """What is in its main part, and what comes into the page once it is there."""
    around: str
    with_its_place: str
    """What is around, with where in the menu one is."""
    problems: tuple[str, ...]
    kinds: frozenset[Kind] = frozenset()
    """Of the elements of its content."""

    @property
    def made_of(self) -> set[str]:
        """Two pages made of the same look the same, and move alike."""
        return {self.content, self.around}

    @property
    def comes_in_parts(self) -> bool:
        """Whether other services draw some of it, once it is there."""
        return 'class="fragment"' in self.content


async def get(client: httpx2.AsyncClient, address: str) -> Answered:
    """What that address answers, redirections followed, with the parts that come by themselves."""
    async with client.stream("GET", address, follow_redirects=True) as answer:
        if not _is_page(answer):
            return Answered(answer.status_code, False, "", "", "", ())
        await answer.aread()
    return await _answered(client, answer)


async def post(client: httpx2.AsyncClient, address: str, fields: dict[str, str]) -> Answered:
    """What a form sent there is answered: a redirection is not followed."""
    return await _answered(client, await client.post(address, data=fields))


async def _answered(client: httpx2.AsyncClient, answer: httpx2.Response) -> Answered:
    parts = [await client.get(one) for one in coming_into(answer.text)]
    main = MAIN.search(answer.text)
    content = main[1] if main else ""
    around = TITLE.sub("", answer.text.replace(content, "", 1))
    coming = "".join(f"{part.status_code}{part.text}" for part in parts)
    return Answered(
        answer.status_code,
        _is_page(answer),
        _lasting(HERE.sub("…", content + coming)),
        _lasting(HERE.sub("…", around)),
        _lasting(around),
        tuple(_too_heavy(answer)),
        kinds_of(content + coming),
    )


def _lasting(html: str) -> str:
    return CHANGING.sub("…", html)


def _is_page(answer: httpx2.Response) -> bool:
    headers = answer.headers
    is_html = headers.get("content-type", "").startswith("text/html")
    return is_html and "sandbox" not in headers["content-security-policy"]


def _too_heavy(answer: httpx2.Response) -> Iterable[str]:
    """What of a page does not fit a slow connection, as it was sent."""
    if answer.num_bytes_downloaded > COMPRESSED_BYTES_MAX:
        yield f"{answer.num_bytes_downloaded} bytes"
    elif answer.headers.get("content-encoding") != "gzip" and len(answer.content) > 1000:
        yield "is not compressed"


class _Coming(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser names it
        given = dict(attrs)
        address, triggers = given.get("hx-get"), (given.get("hx-trigger") or "").split(",")
        if address and any(one.split()[:1] == ["load"] for one in triggers):
            self.addresses.append(address)


def coming_into(html: str) -> list[str]:
    """Where the parts are that come by themselves once a page is there, however they are written."""
    return _Coming(html).addresses


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: list[list[str]] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = True
            self.told.append([given.get("action") or ""])
        elif self._open and tag in {"input", "button", "select", "textarea"}:
            self.told[-1].append(f"{tag} {given.get('type')} {given.get('name')}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def forms_of(address: str, answer: Answered) -> set[tuple[str, ...]]:
    """The forms of a page, by where they are, go and ask; those around the content are of all pages."""
    here = {(address, *told) for told in _Forms(answer.content).told}
    return here | {("", *told) for told in _Forms(answer.around).told}
