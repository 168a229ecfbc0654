"""What is asked of a running Passerelle at each view: a page with its parts, a file, a form that is sent."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx2

from tests.support.page_parts import parts_loaded
from tests.support.pages import SAME_ORIGIN, Form, Page

WHOLE = "/entreprises?filtre=toutes"
_ID = "[0-9a-f-]{36}"
_PERIOD = re.compile(rf'href="(/pfmp/periodes/{_ID})[/"?]')
_CLASS = re.compile(rf'href="(/pfmp/periodes/{_ID}/classes/{_ID})')
_EXCHANGE = {"kind": "call", "purpose": "pfmp", "outcome": "none", "despite_courtesy": "true"}
_PDF = re.compile(r'href="(/pfmp/[^"]*/pdf[^"]*)"')


@dataclass(frozen=True)
class View:
    """What one view of a page came to."""

    requests: int
    size: int
    """Bytes of all answers, as a browser unpacks them."""


Viewed = Callable[[httpx2.AsyncClient, str], Callable[[], Awaitable[View]]]
Finding = Callable[[httpx2.AsyncClient], Awaitable[str]]
"""The path of a page of this demonstration."""


def viewing(client: httpx2.AsyncClient, path: str) -> Callable[[], Awaitable[View]]:
    """One view of a page, with the parts it loads by itself."""

    async def view() -> View:
        page = await client.get(path)
        assert page.status_code == httpx2.codes.OK, (path, page.status_code)
        sizes = [len(page.content)]
        for part in parts_loaded(page.text):
            answer = await client.get(part, headers={"HX-Request": "true"})
            assert answer.status_code < httpx2.codes.BAD_REQUEST, (part, answer.status_code)
            sizes.append(len(answer.content))
        return View(len(sizes), sum(sizes))

    return view


async def fullest_company(client: httpx2.AsyncClient) -> str:
    """The page of the company with the most on it, of those the list shows first."""
    found = (await client.get(WHOLE)).text.split('href="/entreprises/')[1:]
    ids = dict.fromkeys(one[:36] for one in found if one[8:9] == "-")
    sizes = {i: len((await client.get(f"/entreprises/{i}", headers=SAME_ORIGIN)).text) for i in ids}
    return f"/entreprises/{max(sizes, key=lambda one: (sizes[one], one))}"


async def fullest_class(client: httpx2.AsyncClient) -> str:
    """The page of the class with the most on it, of all periods."""
    classes = await _linked(client, await _linked(client, ["/pfmp"], _PERIOD), _CLASS)
    return await _longest(client, classes)


async def agreement(client: httpx2.AsyncClient) -> str:
    """The PDF of one agreement."""
    return next(one for one in await _pdfs(client) if "/placements/" in one)


async def agreements_of_a_class(client: httpx2.AsyncClient) -> str:
    """The PDF of all agreements of a class, of the class that has most of them."""
    return await _longest(client, [one for one in await _pdfs(client) if "/periodes/" in one])


async def _pdfs(client: httpx2.AsyncClient) -> list[str]:
    periods = await _linked(client, ["/pfmp"], _PERIOD)
    return await _linked(client, [f"{one}/impression" for one in periods], _PDF)


async def _linked(
    client: httpx2.AsyncClient, paths: list[str], pattern: re.Pattern[str]
) -> list[str]:
    """What those pages link to."""
    found: dict[str, None] = {}
    for path in paths:
        page = (await client.get(path, headers=SAME_ORIGIN)).text
        found |= dict.fromkeys(one.replace("&amp;", "&") for one in pattern.findall(page))
    return list(found)


async def _longest(client: httpx2.AsyncClient, paths: list[str]) -> str:
    sizes = {one: len((await client.get(one, headers=SAME_ORIGIN)).content) for one in paths}
    return max(sizes, key=lambda one: (sizes[one], one))


def noting(client: httpx2.AsyncClient, path: str) -> Callable[[], Awaitable[View]]:
    """One exchange noted with a company, by the form of its page."""
    sent = f"{path}/echanges"
    read: list[Form] = []

    async def note() -> View:
        if not read:
            page = Page(await client.get(path, headers=SAME_ORIGIN))
            read.append(page.form(sent, exactly=True))
        typed = read[0].typed(**_EXCHANGE, command_id=str(uuid4()))
        answer = await client.post(sent, data=typed, headers=SAME_ORIGIN)
        assert answer.status_code == httpx2.codes.SEE_OTHER, (answer.status_code, answer.text[:500])
        return View(1, len(answer.content))

    return note
