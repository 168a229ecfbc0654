"""No account takes more than its share of the database: the others’ pages go on answering."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx2
import pytest

from services.chassis.database import connection_quota
from tests.chassis.site import Site, a_note
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

ASKED = 6


@asynccontextmanager
async def nobody_reads_notes(notebooks: ServiceDatabases) -> AsyncIterator[asyncpg.Connection]:
    """Whoever reads the notes waits, holding a connection, until this is over."""
    holding = await notebooks.superuser("internships")
    try:
        async with holding.transaction():
            await holding.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE")
            yield holding
    finally:
        await holding.close()


async def waiting(server: asyncpg.Connection) -> int:
    """How many connections of the service wait for the notes."""
    count: int = await server.fetchval(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'notes'::regclass"
    )
    return count


async def test_an_account_that_asks_for_too_much_at_once_keeps_nobody_else_waiting(
    site: Site, notebooks: ServiceDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_quota, "WAIT_SECONDS", 0.1)
    greedy, other = await site.signed_in(), await site.signed_in()
    async with asyncio.TaskGroup() as group, nobody_reads_notes(notebooks) as server:
        asked = [group.create_task(greedy.get("/notes")) for _ in range(ASKED)]

        def refused() -> list[httpx2.Response]:
            return [task.result() for task in asked if task.done()]

        await eventually(lambda: len(refused()) == ASKED - connection_quota.AT_ONCE_MAX)
        await eventually(lambda: waiting_for(server, connection_quota.AT_ONCE_MAX))
        # Of the same account: what is typed meanwhile is refused, and says that nothing is kept.
        posted = await greedy.post("/notes", data=a_note())
        patiently = group.create_task(other.get("/notes"))
        await eventually(lambda: waiting_for(server, connection_quota.AT_ONCE_MAX + 1))
        told = refused()

        assert [answer.status_code for answer in [*told, posted]] == [503] * (len(told) + 1)
    assert all(answer.headers["retry-after"] for answer in told)
    assert "Trop de demandes à la fois depuis votre compte" in told[0].text
    assert "La base de données ne répond pas" not in told[0].text
    assert "rien n’a été enregistré" in posted.text
    assert patiently.result().status_code == 200
    assert [task.result().status_code for task in asked].count(200) == 2


async def waiting_for(server: asyncpg.Connection, count: int) -> bool:
    return await waiting(server) == count


async def test_what_an_account_asks_together_takes_turns(
    site: Site, notebooks: ServiceDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_quota, "WAIT_SECONDS", 60.0)
    browser = await site.signed_in()
    async with asyncio.TaskGroup() as group, nobody_reads_notes(notebooks) as server:
        asked = [group.create_task(browser.get("/notes")) for _ in range(ASKED)]
        await eventually(lambda: waiting_for(server, connection_quota.AT_ONCE_MAX))

    assert [task.result().status_code for task in asked] == [200] * ASKED


async def test_one_document_of_an_account_is_made_at_a_time_and_others_have_theirs(
    site: Site, notebooks: ServiceDatabases
) -> None:
    greedy, other = await site.signed_in(), await site.signed_in()
    async with asyncio.TaskGroup() as group, nobody_reads_notes(notebooks) as server:
        asked = [group.create_task(greedy.get("/notes/papier")) for _ in range(ASKED)]
        await eventually(lambda: waiting_for(server, 1))
        asked.append(group.create_task(other.get("/notes/papier")))
        await eventually(lambda: waiting_for(server, 2))

    assert [task.result().status_code for task in asked] == [200] * (ASKED + 1)
