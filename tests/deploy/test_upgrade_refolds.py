"""An upgrade whose fold is another makes the read models again by itself, while pages answer."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import asyncpg
import httpx2

from deploy.data_folder import DataFolder
from services.chassis.base.settings import Settings
from services.supervision.subscribers import DEPARTMENT
from tests.support.processes import passerelle, run, start
from tests.support.servers import own_folder
from tests.support.waiting import eventually

OUTDATED = "Les tableaux sont encore ceux d’une version précédente"


@asynccontextmanager
async def database(data: Path, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A service’s database, as its superuser; of the `up` that runs on this folder."""
    running = DataFolder(data).running()
    assert running is not None
    server, _, _ = running.database_url.rpartition("/")
    connection = await asyncpg.connect(f"{server}/{Settings().database_name(service)}")
    try:
        yield connection
    finally:
        await connection.close()


async def lines(data: Path) -> int:
    async with database(data, "supervision") as connection:
        return int(await connection.fetchval("SELECT count(*) FROM network_journal"))


async def made_by(data: Path) -> str | None:
    async with database(data, "supervision") as connection:
        fold: str | None = await connection.fetchval("SELECT fold FROM watermarks")
        return fold


async def as_an_earlier_release_left_it(data: Path) -> None:
    """Its fold kept nothing in one of the tables."""
    async with database(data, "supervision") as connection:
        await connection.execute("UPDATE watermarks SET fold = NULL")
        await connection.execute("DELETE FROM network_journal")


async def told_by_the_doctor(data: Path) -> bool:
    _, output = await run("doctor", "--data", str(data))
    return OUTDATED in output


async def rebuilding(data: Path) -> bool:
    async with database(data, "supervision") as connection:
        fresh = "SELECT to_regclass('rebuilding.network_journal') IS NOT NULL"
        return bool(await connection.fetchval(fresh))


async def whole_again(data: Path, before: int) -> bool:
    """As many lines at least: facts are told meanwhile."""
    return await made_by(data) == DEPARTMENT.fingerprint and await lines(data) >= before


async def test_after_an_upgrade_the_tables_are_made_again_and_once() -> None:
    with own_folder("refold") as folder:
        data = folder / "data"
        async with passerelle("up", "--demo-accounts", "--data", str(data)) as up:
            await up.ready()

            async def heard() -> bool:
                return await lines(data) > 0

            await eventually(heard)
            before = await lines(data)
            assert await made_by(data) == DEPARTMENT.fingerprint
            assert not await told_by_the_doctor(data)
            await as_an_earlier_release_left_it(data)
            assert await told_by_the_doctor(data)
            code, migrated = await run("migrate", "--data", str(data))
            assert (code, "passerelle rebuild supervision" in migrated) == (0, True), migrated

        killed = start(["up", "--data", str(data)])
        address = await killed.address()
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
            async with database(data, "supervision") as reader:
                # The swap waits for whoever reads: until `up` is killed, and PostgreSQL with it.
                await reader.execute("BEGIN; SELECT FROM coverages LIMIT 1")
                await eventually(partial(rebuilding, data))
                assert await told_by_the_doctor(data)
                async with httpx2.AsyncClient(trust_env=False) as browser:
                    page = await browser.get(f"{address}/connexion")
                assert page.status_code == httpx2.codes.OK
                killed.kill(signal.SIGKILL)
                await killed.ended()

        async with passerelle("up", "--data", str(data)) as upgraded:
            await upgraded.ready()
            await eventually(partial(whole_again, data, before))
            assert not await told_by_the_doctor(data)
            assert not await rebuilding(data)
