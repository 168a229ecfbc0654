"""An open page learns within a second that a lycée published something."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx2
import pytest_asyncio

from contracts.identifiers import SchoolYear
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.supervision.service import SERVICE
from tests.supervision.department import Department
from tests.supervision.network import Network, coverage, lycee, period
from tests.support.portal import KnownSessions
from tests.support.web import served

# Beyond one heartbeat: a signal lost on the way is made up for then.
IN_TIME_SECONDS = 20.0


@pytest_asyncio.fixture
async def browser(department: Department) -> AsyncIterator[httpx2.AsyncClient]:
    """The supervisor's browser, on a supervision that listens to the bus."""
    sessions = KnownSessions()
    session = sessions.sign_in((Role.SUPERVISOR, None))
    app = build_app(SERVICE, department.settings, portal=sessions.app)
    async with (
        served(app) as address,
        httpx2.AsyncClient(
            base_url=address, cookies={"passerelle": session}, timeout=IN_TIME_SECONDS
        ) as client,
    ):
        yield client


async def next_revision(lines: AsyncIterator[str]) -> int:
    """The id of the next event that makes the parts of the page fetch themselves again."""
    revision = 0
    async with asyncio.timeout(IN_TIME_SECONDS):
        async for line in lines:
            if line.startswith("id: "):
                revision = int(line.removeprefix("id: "))
            if line == "event: revision":
                return revision
    raise AssertionError("the stream of changes ended")


async def test_an_open_page_sees_new_coverage_without_reloading(
    department: Department, browser: httpx2.AsyncClient
) -> None:
    today = datetime.now(UTC).date()  # what is over is folded away
    year = SchoolYear.of(today)
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(period(starts_on=today))
    await department.say(network.sent)
    await department.has_folded(2)
    page = (await browser.get(f"/departement/lycees?annee={year}")).text
    assert "15" not in coverage_of(page)
    stream = page.partition('hx-sse:connect="')[2].partition('"')[0]

    async with browser.stream("GET", stream) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = aiter(answer.aiter_lines())
        network.tell(coverage(15))
        await department.say(network.sent[-1:])
        shown = await next_revision(lines)
        part = (await browser.get(f"/departement/fragments/couverture?annee={year}")).text
        assert "15" in coverage_of(part)

    async with browser.stream("GET", stream, headers={"Last-Event-ID": str(shown)}) as answer:
        network.tell(coverage(16), version=2)
        await department.say(network.sent[-1:])
        assert await next_revision(aiter(answer.aiter_lines())) > shown


def coverage_of(html: str) -> list[str]:
    """The figures of the coverage, in order."""
    cells = html.split('<td class="number">')[1:]
    return [cell.split("<")[0].strip() for cell in cells]
