"""The access log leaves the database it protects: what somebody changes in either is told by the other."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from deploy.access_log.chain import Chain, append, files_of, read, remove_past
from deploy.access_log.copy import Copy, copy_once, keep_copied, trails_folder
from deploy.access_log.verification import Verdict, told, verify
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import Actor, UnitsOfWork, new_id
from services.portal.base.scopes import DEPARTMENT
from services.portal.service import SERVICE
from tests.support.pages import SAME_ORIGIN
from tests.support.prepared import prepared
from tests.support.processes import passerelle, run
from tests.support.servers import own_folder
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

HERE = Uai("0820032P")
ACTOR = Actor(uuid4(), "rbde")
LATER = timedelta(minutes=5)


@dataclass
class Trail:
    """The access log of the portal, in its database and in its files."""

    settings: Settings
    units: UnitsOfWork
    superuser: asyncpg.Connection

    @property
    def folder(self) -> Path:
        return trails_folder(self.settings) / SERVICE.name

    async def noted(self, times: int = 1) -> None:
        for _ in range(times):
            async with self.units.begin(DEPARTMENT, actor=ACTOR) as uow:
                await audit_log.note_reading(uow, action="see", resource_id=uuid4(), uai=HERE)

    async def copied(self) -> int:
        copy = Copy.of(self.folder, datetime.now(UTC))
        return await copy_once(self.units, copy, datetime.now(UTC))

    async def verdict(self, after: timedelta = LATER) -> Verdict:
        [one] = await verify(self.settings, [SERVICE], now=datetime.now(UTC) + after)
        return one

    def lines(self) -> list[str]:
        return files_of(self.folder)[-1].read_text().splitlines()

    def rewritten(self, lines: list[str]) -> None:
        files_of(self.folder)[-1].write_text("".join(f"{line}\n" for line in lines))

    async def tampers(self, statement: str) -> None:
        """As somebody who owns the server does: nothing holds them back."""
        await self.superuser.execute("SET session_replication_role = replica")
        await self.superuser.execute(statement)
        await self.superuser.execute("SET session_replication_role = DEFAULT")


@pytest_asyncio.fixture
async def trail(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Trail]:
    await service_databases.migrate(SERVICE)
    await service_databases.empty(SERVICE.name)
    database = service_databases.open(SERVICE.name)
    superuser = await service_databases.superuser(SERVICE.name)
    # The same secrets, in a folder of this test: the files stand beside them.
    credentials = tmp_path / "credentials"
    credentials.mkdir(mode=0o700)
    for path in service_databases.settings.credentials.glob("*.json"):
        (credentials / path.name).touch(mode=0o600)
        (credentials / path.name).write_text(path.read_text())
    settings = service_databases.settings.replaced(credentials=credentials)
    units = UnitsOfWork(database, service=SERVICE.name, department="82")
    found = Trail(settings, units, superuser)
    await found.noted(3)
    yield found
    await superuser.close()
    await database.close()


async def test_what_was_noted_is_in_the_files_once_and_both_say_the_same(trail: Trail) -> None:
    assert await trail.copied() == 3
    await trail.noted()
    assert await trail.copied() == 1
    assert await trail.copied() == 0

    verdict = await trail.verdict()
    assert (verdict.is_well, verdict.lines) == (True, 4)
    assert told([verdict]) == [f"✓ portal\u202f: 4 lignes, dernière empreinte {verdict.head[:16]}"]
    [file] = files_of(trail.folder)
    assert file.stat().st_mode & 0o077 == 0
    assert str(ACTOR.account_id) in file.read_text()


async def test_a_line_removed_from_the_database_is_told(trail: Trail) -> None:
    await trail.copied()
    await trail.tampers(
        "DELETE FROM audit_entries WHERE entry_id = (SELECT min(entry_id::text)::uuid FROM audit_entries)"
    )

    verdict = await trail.verdict()

    assert len(verdict.missing) == 1
    assert "la base n’a plus" in told([verdict])[1]


async def test_a_line_changed_in_the_database_is_told(trail: Trail) -> None:
    await trail.copied()
    await trail.tampers("UPDATE audit_entries SET result = 'refused'")

    assert len((await trail.verdict()).changed) == 3


async def test_a_line_put_into_the_database_afterwards_is_told(trail: Trail) -> None:
    await trail.copied()
    await trail.noted()

    assert (await trail.verdict(timedelta())).is_well  # it is being copied
    assert len((await trail.verdict()).unknown) == 1


async def test_a_line_changed_removed_or_put_into_a_file_breaks_the_chain(trail: Trail) -> None:
    await trail.copied()
    lines = trail.lines()
    line = json.loads(lines[2])
    for tampered in (
        [*lines[:2], json.dumps(line | {"result": "refused"}), *lines[3:]],
        [*lines[:2], *lines[3:]],
        [*lines[:2], lines[2], lines[2], *lines[3:]],
        [lines[0], lines[2], lines[1], *lines[3:]],
        lines[1:],
        [*lines[:2], json.dumps({"hash": "invented"}), *lines[2:]],
    ):
        trail.rewritten(tampered)
        verdict = await trail.verdict()
        assert verdict.breaks, tampered
        assert "la chaîne est rompue" in "".join(told([verdict]))
    trail.rewritten(lines)
    assert (await trail.verdict()).is_well


async def test_a_file_cut_short_by_a_crash_goes_on_and_nothing_is_lost(trail: Trail) -> None:
    await trail.copied()
    [file] = files_of(trail.folder)
    file.write_text(file.read_text()[:-40])

    assert await trail.copied() == 1
    await trail.noted()
    assert await trail.copied() == 1

    assert (await trail.verdict()).is_well


async def test_files_that_had_their_time_go_and_the_chain_stands(tmp_path: Path) -> None:
    now = datetime(2030, 3, 10, tzinfo=UTC)
    chain = Chain()
    for months_ago in (50, 40, 37, 20, 0):
        year, month = divmod(2030 * 12 + 2 - months_ago, 12)
        at = datetime(year, month + 1, 5, tzinfo=UTC)
        line = {"entry_id": str(new_id()), "at": at.isoformat(), "result": "done"}
        append(tmp_path, chain, [(at, line)])
    assert len(files_of(tmp_path)) == 5

    assert remove_past(tmp_path, now) == ["2026-01", "2026-11", "2027-02"]

    left = Chain()
    assert len(list(read(tmp_path, left, now))) == 2
    assert left.breaks == []
    assert left.hash == chain.hash
    # One that had not had its time is missed.
    files_of(tmp_path)[0].unlink()
    missing = Chain()
    list(read(tmp_path, missing, now))
    assert missing.breaks == ["2030-03.jsonl\u202f: le fichier 2028-07 manque"]


async def test_what_commits_late_is_not_forgotten(trail: Trail) -> None:
    async with trail.units.begin(DEPARTMENT, actor=ACTOR) as late:
        await audit_log.note_reading(late, action="see", resource_id=UUID(int=7), uai=HERE)
        await trail.noted()
        assert await trail.copied() == 4

    assert await trail.copied() == 1
    assert (await trail.verdict()).is_well


async def test_what_runs_copies_by_itself_one_process_at_a_time(trail: Trail) -> None:
    copying = [
        asyncio.create_task(keep_copied(trail.settings, [SERVICE], every_seconds=0.05))
        for _ in range(2)
    ]

    async def copied(lines: int) -> bool:
        return bool(files_of(trail.folder)) and len(trail.lines()) == lines + 1

    await eventually(lambda: copied(3))
    await trail.noted(2)
    await eventually(lambda: copied(5))
    for one in copying:
        one.cancel()
    await asyncio.gather(*copying, return_exceptions=True)

    assert (await trail.verdict()).is_well


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
async def test_what_is_no_line_of_a_file_is_told_and_stops_nothing(trail: Trail, text: str) -> None:
    await trail.copied()
    file = files_of(trail.folder)[-1]
    file.write_text(f"{text}\n")

    verdict = await trail.verdict()

    assert verdict.breaks
    assert len(verdict.unknown) == 3
    assert not replace(verdict, breaks=[], unknown=["x"]).is_well


async def test_an_operator_verifies_a_running_installation_by_a_command() -> None:
    with own_folder("access-log") as folder:
        data = await prepared(folder / "data")
        file = data / "access-log" / "portal"
        async with passerelle("up", "--data", str(data)) as up:
            await up.ready()
            async with httpx2.AsyncClient(base_url=await up.address(), trust_env=False) as client:
                sent = {"mail": "personne@lycee.example", "password": "au hasard", "next": "/"}
                await client.post("/connexion", data=sent, headers=SAME_ORIGIN)
            await eventually(lambda: '"sign-in"' in "".join(map(Path.read_text, files_of(file))))

            code, output = await run("audit", "access", "--data", str(data))
            assert (code, "✓ portal" in output) == (0, True), output
            _, output = await run("audit", "copy", "--data", str(data))
            assert "Un autre processus les copie déjà" in output
            [one] = files_of(file)
            one.write_text(one.read_text().replace("sign-in", "sign-on"))
            code, output = await run("audit", "access", "--data", str(data))
            assert (code, "la chaîne est rompue" in output) == (1, True), output
