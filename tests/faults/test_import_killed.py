"""A long import, and an `up` that is killed twice on the way: before it is resumed, and after."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx2
import pytest

from deploy.operations.where import settings_for
from tests.journeys.people import sign_in
from tests.support.pages import Page, Visitor
from tests.support.prepared import prepared
from tests.support.processes import Command, start
from tests.support.servers import own_folder
from tests.support.waiting import eventually

pytestmark = pytest.mark.early

MAIL = "bureau@tilleuls.example"
LINES = 2_500
LIST = "\n".join(["Raison sociale;Commune", *(f"Atelier {n:04d};Moissac" for n in range(LINES))])


def figure(page: Page, words: str) -> int:
    found = re.search(rf"([\d\u202f]+) {words}", page.answer.text.replace("\u00a0", " "))
    assert found, page.text
    return int(found[1].replace("\u202f", ""))


@asynccontextmanager
async def killed_at_the_end(data: Path) -> AsyncIterator[Command]:
    """An `up` on these data that does not get to say goodbye, nor does anything it started."""
    command = start(["up", "--demo-accounts", "--data", str(data)])
    try:
        await command.ready()
        yield command
    finally:
        family = command.children()
        command.kill(signal.SIGKILL)
        await command.ended()
        await eventually(lambda: not any(one.is_running() for one in family))


@asynccontextmanager
async def bureau_of(up: Command) -> AsyncIterator[Visitor]:
    password = re.search(rf"^\s*{re.escape(MAIL)}\s+(\S+)", up.output, re.MULTILINE)
    assert password, up.output
    address = await up.address()
    async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
        yield await sign_in(client, MAIL, password[1])


async def begin(bureau: Visitor) -> tuple[str, Page]:
    """The list is brought and confirmed; its address and its page."""
    page = await bureau.get("/entreprises/import")
    file = {"file": ("liste.csv", LIST.encode())}
    page = await bureau.send(page.form("/entreprises/import"), files=file)
    page = await bureau.send(page.form("/entreprises/import/"))
    assert "Import en cours" in page.text, page.text
    return page.answer.url.path, page


@asynccontextmanager
async def base_of(data: Path) -> AsyncIterator[asyncpg.Connection]:
    """The registry's database, as its superuser."""
    settings = settings_for(data)
    assert settings.database_url is not None
    server = settings.database_url.get_secret_value().rpartition("/")[0]
    base = await asyncpg.connect(f"{server}/{settings.database_name('partnerships')}")
    yield base
    await base.close()


async def stopped_on_the_way(bureau: Visitor, page: Page, address: str, data: Path) -> Page:
    """The import is stopped while lines are left, however slow whoever stops it is.

    No step is recorded until the wish to stop waits for its turn, or was heard.
    """
    async with base_of(data) as base:
        async with base.transaction():
            await base.execute("LOCK TABLE companies IN SHARE MODE")
            stopping = asyncio.create_task(bureau.send(page.form(f"{address}/interruption")))

            async def asked() -> bool:
                waiting = await base.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted")
                return stopping.done() or waiting > 1

            await eventually(asked)
        return await stopping


async def companies_and_facts(data: Path) -> tuple[int, int, int]:
    """Companies of the list, their different names, and the facts that tell of one registered."""
    async with base_of(data) as base:
        companies = await base.fetchval("SELECT count(*) FROM companies")
        names = await base.fetchval("SELECT count(DISTINCT name) FROM companies")
        told = await base.fetchval(
            "SELECT count(*) FROM journal WHERE subject LIKE '%.company_registered.%'"
        )
    return companies, names, told


async def test_an_import_stopped_before_a_kill_is_resumed_after_it_and_survives_another() -> None:
    with own_folder("import-killed") as folder:
        data = await prepared(folder / "data")
        async with killed_at_the_end(data) as up, bureau_of(up) as bureau:
            address, page = await begin(bureau)
            page = await stopped_on_the_way(bureau, page, address, data)
            assert "Import interrompu" in page.text
            left = figure(page, "lignes restent")

        async with killed_at_the_end(data) as up, bureau_of(up) as bureau:
            page = await bureau.get(address)
            assert figure(page, "lignes restent") == left, "nothing goes on by itself"
            page = await bureau.send(page.form(f"{address}/reprise"))
            assert "Import en cours" in page.text

        async with killed_at_the_end(data) as up, bureau_of(up) as bureau:

            async def finished() -> bool:
                return "Import terminé" in (await bureau.get(address)).text

            await eventually(finished, within_seconds=90)
            assert await companies_and_facts(data) == (LINES, LINES, LINES)
