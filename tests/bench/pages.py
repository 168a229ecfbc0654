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
from tests.bench.report import Figure, failed
from tests.bench.tree import HERE, LOADED_WITHIN_SECONDS, Running, running_tree
from tests.bench.views import (
    WHOLE,
    Finding,
    View,
    Viewed,
    agreement,
    agreements_of_a_class,
    fullest_class,
    fullest_company,
    noting,
    viewing,
)
from tests.support.servers import own_folder
from tests.support.waiting import eventually

ROUNDS, VIEWS, FLOOR_VIEWS, WARM_UP = 4, 20, 200, 8
"""A page is asked this often a round, the floor more often: a system counts processor time in ticks
of 10 ms. The first views are not counted (caches, plans of statements).
"""
REST_SECONDS = 1.5
BUREAU, HEAD, DDFPT = (
    "bureau@tilleuls.example",
    "direction@tilleuls.example",
    "ddfpt@tilleuls.example",
)
TEACHER, SUPERVISOR = "referent@tilleuls.example", "supervision@dsden.example"


@dataclass(frozen=True)
class Asked:
    """A page, who opens it, and how many times the floor one view may cost."""

    name: str
    mail: str
    path: str | Finding
    times_floor: float
    viewing: Viewed = viewing
    """What one view is; an act sends the form of its page."""
    views: int = VIEWS
    """How often it is viewed in a round: fewer where one view is dear."""

    async def opened(self, client: httpx2.AsyncClient) -> Callable[[], Awaitable[View]]:
        """One view of it, in this browser."""
        path = self.path if isinstance(self.path, str) else await self.path(client)
        return self.viewing(client, path)


PAGES = (
    Asked("company", BUREAU, fullest_company, 20),
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
    Asked("class in a period", BUREAU, fullest_class, 20),
    Asked("agreement, PDF", BUREAU, agreement, 60, views=10),
    Asked("agreements of a class, PDF", BUREAU, agreements_of_a_class, 600, views=3),
    Asked("exchange noted", BUREAU, fullest_company, 25, noting),
)


Found = Mapping[Path, "Measured"] | Exception
"""A page of each tree, or why it was not measured."""
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
    return [_figure(page, of) async for page, of in measured_pages([HERE])]


def _figure(page: Asked, found: Found) -> Figure:
    if isinstance(found, Exception):
        return failed(f"page ÷ floor: {page.name}", found)
    one = found[HERE]
    told = f"{one.milliseconds:.1f} ms, {one.view.size / 1000:.0f} kB, {one.view.requests} requests"
    return Figure(f"page ÷ floor: {page.name}", one.times_floor, page.times_floor, "", told)


async def measured_pages(
    trees: Sequence[Path],
) -> AsyncIterator[tuple[Asked, Found]]:
    """Each page of each tree, all asked in turns; told as soon as it is measured.

    A page that one of the trees does not have, or that breaks, costs its own line.
    """
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
            try:
                found: Found = await _measured(page, running, floor)
            except Exception as error:  # noqa: BLE001 – whatever it is, the others are asked for too
                found = error
            yield page, found


async def _measured(
    page: Asked, running: Mapping[Path, Running], floor: tuple[str, Sequence[psutil.Process]]
) -> Mapping[Path, Measured]:
    async with AsyncExitStack() as stack:
        views: dict[Path, Viewing] = {}
        for tree, one in running.items():
            client = await stack.enter_async_context(one.signed_in(page.mail))
            views[tree] = (await page.opened(client), [one.process])
        bare = await stack.enter_async_context(
            httpx2.AsyncClient(base_url=floor[0], trust_env=False, timeout=60)
        )
        asked: dict[Path | None, Viewing] = dict(views.items())
        asked[None] = (viewing(bare, f"/{FLOOR_BYTES}"), floor[1])
        for view, _ in asked.values():
            for _ in range(WARM_UP):
                await view()
        rounds = [
            {
                key: await _cost(*one, page.views if key else FLOOR_VIEWS)
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
    view: Callable[[], Awaitable[View]], roots: Sequence[psutil.Process], views: int
) -> float:
    """Milliseconds of processor a view takes of all these processes, besides what they did at rest
    just before: on a busy machine a view takes long, and they do much of that meanwhile.
    """
    rest = await _at_rest(roots)
    before, began = family_seconds(roots), time.perf_counter()
    for _ in range(views):
        await view()
    used = family_seconds(roots) - before - rest * (time.perf_counter() - began)
    return used / views * 1000
