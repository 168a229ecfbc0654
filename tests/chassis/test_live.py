"""Server-sent events: no change is lost between a page's rendering and its connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from services.chassis.base.settings import Settings
from services.chassis.live.page_stream import Changes, ServerSentEvent, event_stream
from services.chassis.nats.connection import Bus
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.waiting import eventually
from tests.support.web import served

SUBJECT = "changed.supervision.82"


@dataclass
class Page:
    """A read model with a revision, and the pages open on it."""

    bus: Bus
    changes: Changes
    address: str = ""
    revision: int = 1
    renders: int = 0
    allowed: bool = True

    async def asked(self) -> bool:
        return self.allowed

    async def change(self) -> None:
        self.revision += 1
        await self.bus.publish(SUBJECT, b"")

    async def render(self, after: int | None) -> ServerSentEvent | None:
        self.renders += 1
        if after is not None and after >= self.revision:
            return None
        return ServerSentEvent(self.revision, f"<p>{self.revision}</p>\n<p>encore</p>", "coverage")


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    settings = Settings(credentials=tmp_path / "credentials")
    async with (
        generated_server(tmp_path, settings, [Declared("supervision")]) as server,
        bus_of(settings.replaced(nats_url=server.url), "supervision") as bus,
    ):
        page = Page(bus, Changes(bus, "supervision", "82"))
        await page.changes.start()
        async with served(_app(page, heartbeat_seconds=30)) as page.address:
            yield page


def _app(page: Page, *, heartbeat_seconds: float) -> FastAPI:
    app = FastAPI()

    @app.get("/flux")
    async def flux(request: Request) -> StreamingResponse:
        return event_stream(
            request,
            page.changes,
            page.render,
            allowed=page.asked,
            heartbeat_seconds=heartbeat_seconds,
        )

    return app


@dataclass
class Reader:
    """A browser: the text received so far."""

    text: str = ""
    ended: bool = False

    def until(self, part: str) -> Callable[[], bool]:
        return lambda: part in self.text


async def listen(
    reader: Reader, address: str, query: str = "", headers: dict[str, str] | None = None
) -> None:
    async with (
        httpx2.AsyncClient(trust_env=False, timeout=30) as client,
        client.stream("GET", f"{address}/flux{query}", headers=headers) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        async for piece in response.aiter_text():
            reader.text += piece
    reader.ended = True


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest_asyncio.fixture
async def browsing() -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks: list[asyncio.Task[None]] = []
    yield tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


Tasks = list["asyncio.Task[None]"]


async def test_a_change_reaches_the_open_page(page: Page, reader: Reader, browsing: Tasks) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address, "?after=1")))
    await eventually(lambda: page.changes.open_pages == 1)

    await page.change()

    await eventually(reader.until("id: 2\n"))
    message = reader.text.partition("\n\n")[2]
    assert message == "id: 2\nevent: coverage\ndata: <p>2</p>\ndata: <p>encore</p>\n\n"


async def test_a_change_between_rendering_and_connecting_is_not_lost(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    rendered_with = page.revision
    await page.change()

    browsing.append(asyncio.create_task(listen(reader, page.address, f"?after={rendered_with}")))

    await eventually(reader.until("id: 2\n"))


async def test_a_page_that_reconnects_says_what_it_has_seen(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    await page.change()
    headers = {"Last-Event-ID": "2"}
    browsing.append(asyncio.create_task(listen(reader, page.address, "?after=1", headers)))
    await eventually(lambda: page.changes.open_pages == 1)

    await page.change()

    await eventually(reader.until("id: 3\n"))
    assert "id: 2\n" not in reader.text


async def test_an_idle_page_is_not_rendered_again_and_again(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address)))
    await eventually(reader.until("id: 1\n"))
    for revision in (2, 3):
        await page.change()
        await eventually(reader.until(f"id: {revision}\n"))

    assert page.renders <= 5


@pytest.mark.parametrize("shown", ["rubbish", "9" * 5_000, "-1", "²"])
async def test_a_page_without_a_revision_gets_the_current_one(
    page: Page, reader: Reader, browsing: Tasks, shown: str
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address, f"?after={shown}")))

    await eventually(reader.until("id: 1\n"))


async def test_a_page_whose_reader_may_no_more_is_told_nothing_and_ends(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address, "?after=1")))
    await eventually(lambda: page.changes.open_pages == 1)

    page.allowed = False
    await page.change()

    await eventually(lambda: reader.ended)
    assert "id: 2\n" not in reader.text


async def test_changes_while_rendering_are_caught_up(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    rendering, proceed = asyncio.Event(), asyncio.Event()
    plain = page.render

    async def slow(after: int | None) -> ServerSentEvent | None:
        message = await plain(after)
        rendering.set()
        await proceed.wait()
        return message

    page.render = slow  # type: ignore[method-assign] # the page of this test is slow
    browsing.append(asyncio.create_task(listen(reader, page.address)))
    await rendering.wait()
    for _ in range(100):
        await page.change()
    await page.bus.client.flush()
    proceed.set()

    await eventually(reader.until("id: 101\n"))
    assert reader.text.count("id: ") < 10


async def test_changes_that_follow_one_another_are_told_together(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address, "?after=1")))
    await eventually(lambda: page.changes.open_pages == 1)

    page.revision = 2
    page.changes.notify()
    await eventually(reader.until("id: 2\n"))  # the first at once
    for revision in range(3, 53):
        page.revision = revision
        page.changes.notify()
        for _ in range(10):
            await asyncio.sleep(0)  # the page may look, and would be told

    await eventually(reader.until("id: 52\n"))
    # Its connection, the first, the last; one more for each second the loop took. Not gathered, each
    # of the fifty is told.
    assert page.renders < 25


async def test_a_lost_signal_costs_one_heartbeat(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    async with served(_app(page, heartbeat_seconds=0.05)) as address:
        browsing.append(asyncio.create_task(listen(reader, address, "?after=1")))
        await eventually(reader.until(": heartbeat\n\n"))
        page.revision = 2  # nothing is told on the bus

        await eventually(reader.until("id: 2\n"))
        page.changes.close()
        await eventually(lambda: reader.ended)


async def test_streams_end_when_the_process_stops(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address)))
    await eventually(reader.until("id: 1\n"))

    page.changes.close()

    await eventually(lambda: reader.ended)
    assert page.changes.open_pages == 0


async def test_a_page_that_leaves_is_forgotten(page: Page, reader: Reader) -> None:
    task = asyncio.create_task(listen(reader, page.address))
    await eventually(lambda: page.changes.open_pages == 1)

    task.cancel()

    await eventually(lambda: page.changes.open_pages == 0)


async def test_pages_are_woken_when_nats_comes_back(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address, "?after=1")))
    await eventually(lambda: page.changes.open_pages == 1)
    page.revision = 2  # told while this process was cut off

    page.changes.notify()

    await eventually(reader.until("id: 2\n"))


async def test_what_was_told_at_once_and_by_the_bus_is_one_change(
    page: Page, reader: Reader, browsing: Tasks
) -> None:
    browsing.append(asyncio.create_task(listen(reader, page.address)))
    await eventually(reader.until("id: 1\n"))
    signal = b'{"projection": "department", "revision": 2, "sequence": 7}'
    page.revision = 2

    page.changes.hear(signal)
    await page.bus.publish(SUBJECT, signal)
    await page.change()

    await eventually(reader.until("id: 3\n"))
    assert page.renders <= 3


async def test_a_told_revision_serves_the_pages_that_are_behind_it(page: Page) -> None:
    page.changes.hear(b'{"projection": "department", "revision": 5, "sequence": 7}')

    assert page.changes.newer("department", 4) == 5
    # These ask the read model: who may be ahead, who shows nothing, and another read model's.
    assert page.changes.newer("department", 5) is None
    assert page.changes.newer("department", None) is None
    assert page.changes.newer("news", 4) is None
