"""What the pages people open all day cost: processor time of everything that answers, bytes, requests.

Whole pages, as a browser has them: with the parts it fetches as soon as a page is there. Asked in
turns with the floor, a bare page that reads one row: what a busy machine does to one it does to
the other.
"""

import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2
import psutil

from tests.bench.costs import calm, family_seconds
from tests.bench.floor_page import FLOOR_BYTES, running_floor_page
from tests.bench.report import Figure
from tests.bench.tree import HERE, LOADED_WITHIN_SECONDS, Running, running_tree
from tests.support.page_parts import parts_loaded
from tests.support.pages import SAME_ORIGIN
from tests.support.servers import own_folder
from tests.support.waiting import eventually

ROUNDS, VIEWS, FLOOR_VIEWS, WARM_UP = 4, 20, 200, 8
"""A page is asked this often a round, the floor more often: a system counts processor time in ticks
of 10 ms. The first views are not counted (caches, plans of statements).
"""
REST_SECONDS = 3.0
BUREAU, HEAD, DDFPT = (
    "bureau@tilleuls.example",
    "direction@tilleuls.example",
    "ddfpt@tilleuls.example",
)
TEACHER, SUPERVISOR = "referent@tilleuls.example", "supervision@dsden.example"
WHOLE = "/entreprises?filtre=toutes"


@dataclass(frozen=True)
class Asked:
    """A page, who opens it, and how many times the floor one view may cost."""

    name: str
    mail: str
    path: str
    times_floor: float


PAGES = (
    Asked("company", BUREAU, "", 20),
    Asked("home, RBDE", BUREAU, "/", 50),
    Asked("home, head of school", HEAD, "/", 40),
    Asked("home, DDFPT", DDFPT, "/", 50),
    Asked("home, teacher", TEACHER, "/", 30),
    Asked("home, supervisor", SUPERVISOR, "/", 12),
    Asked("list of companies", BUREAU, "/entreprises", 15),
    Asked("list, all", BUREAU, WHOLE, 15),
    Asked("list, one word", BUREAU, f"{WHOLE}&q=menuiserie", 18),
    Asked("list, two words", BUREAU, f"{WHOLE}&q=menuiserie+montauban", 18),
    Asked("list, a commune", BUREAU, f"{WHOLE}&q=moissac", 18),
    Asked("list, nothing found", BUREAU, f"{WHOLE}&q=zzyzx", 18),
    Asked("week", BUREAU, "/semaine", 40),
    Asked("board of partnerships", BUREAU, "/entreprises/partenariats", 12),
    Asked("periods", BUREAU, "/pfmp", 15),
)


@dataclass(frozen=True)
class View:
    """What one view of a page came to."""

    requests: int
    size: int
    """Bytes of all answers, as a browser unpacks them."""


Viewing = tuple[Callable[[], Awaitable[View]], Sequence[psutil.Process]]
"""How a page is viewed, and whose processor time is counted."""


@dataclass(frozen=True)
class Measured:
    """A page of one tree: medians of the rounds."""

    milliseconds: float
    times_floor: float
    view: View


async def pages() -> list[Figure]:
    """The pages of this tree on a loaded demonstration."""
    return [_figure(page, of[HERE]) async for page, of in measured_pages([HERE])]


def _figure(page: Asked, one: Measured) -> Figure:
    told = f"{one.milliseconds:.1f} ms, {one.view.size / 1000:.0f} kB, {one.view.requests} requests"
    return Figure(f"page ÷ floor: {page.name}", one.times_floor, page.times_floor, "", told)


async def measured_pages(
    trees: Sequence[Path],
) -> AsyncIterator[tuple[Asked, Mapping[Path, Measured]]]:
    """Each page of each tree, all asked in turns; told as soon as it is measured."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder("pages", on_disk=True))
        running = {}
        for number, tree in enumerate(trees):
            started = running_tree(tree, folder / f"data-{number}")
            running[tree] = await stack.enter_async_context(started)
        floor = await stack.enter_async_context(running_floor_page(folder / "floor"))
        for one in running.values():
            used = partial(family_seconds, [one.process])
            await calm(used, within_seconds=LOADED_WITHIN_SECONDS)
        for page in PAGES:
            yield page, await _measured(page, running, floor)


async def _measured(
    page: Asked, running: Mapping[Path, Running], floor: tuple[str, Sequence[psutil.Process]]
) -> Mapping[Path, Measured]:
    async with AsyncExitStack() as stack:
        views: dict[Path, Viewing] = {}
        for tree, one in running.items():
            client = await stack.enter_async_context(one.signed_in(page.mail))
            path = page.path or await fullest_company(client)
            views[tree] = (viewing(client, path), [one.process])
        bare = await stack.enter_async_context(
            httpx2.AsyncClient(base_url=floor[0], trust_env=False, timeout=60)
        )
        asked: dict[Path | None, Viewing] = dict(views.items())
        asked[None] = (viewing(bare, f"/{FLOOR_BYTES}"), floor[1])
        for view, _ in asked.values():
            for _ in range(WARM_UP):
                await view()
        rest = {key: await _at_rest(roots) for key, (_, roots) in asked.items()}
        rounds = [
            {
                key: await _cost(*one, rest[key], VIEWS if key else FLOOR_VIEWS)
                for key, one in asked.items()
            }
            for _ in range(ROUNDS)
        ]
        return {tree: _medians(tree, rounds, await views[tree][0]()) for tree in running}


def _medians(tree: Path, rounds: Sequence[Mapping[Path | None, float]], view: View) -> Measured:
    milliseconds = statistics.median(one[tree] for one in rounds)
    times = statistics.median(one[tree] / one[None] for one in rounds)
    return Measured(milliseconds, times, view)


async def _at_rest(roots: Sequence[psutil.Process]) -> float:
    """The share of a processor these processes use while nobody asks them anything."""
    before, began = family_seconds(roots), time.perf_counter()

    async def is_over() -> bool:
        return time.perf_counter() - began >= REST_SECONDS

    await eventually(is_over)
    return (family_seconds(roots) - before) / (time.perf_counter() - began)


async def _cost(
    view: Callable[[], Awaitable[View]], roots: Sequence[psutil.Process], rest: float, views: int
) -> float:
    """Milliseconds of processor a view takes of all these processes, besides what they do at rest:
    on a busy machine a view takes long, and they do much of that meanwhile.
    """
    before, began = family_seconds(roots), time.perf_counter()
    for _ in range(views):
        await view()
    used = family_seconds(roots) - before - rest * (time.perf_counter() - began)
    return used / views * 1000


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
