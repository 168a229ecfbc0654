"""Who was erased is in no byte of a backup taken afterwards, however soon."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pyrage
import pytest
import pytest_asyncio

from contracts.identifiers import Mef, PublicText, SchoolYear, Uai
from deploy.backup.archive import unpack
from deploy.data_folder import DataFolder
from deploy.demo.lycees import TILLEULS
from deploy.operations.units import units_of
from deploy.operations.where import settings_for
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.formations.commands import open_formation
from services.internships.pupils.queries import read_pupils_by_class
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.commands import import_roster
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.duplicates.commands import register_company
from tests.partnerships.world import company, site
from tests.support.prepared import prepared
from tests.support.processes import passerelle, run
from tests.support.servers import own_folder

HERE = ("--lycee", str(TILLEULS.uai))
HEAD, BUREAU = "direction@tilleuls.example", "bureau@tilleuls.example"
PUPIL, CONTACT, KEPT = "QZVONDINE", "Qxvzacharie", "QKVPERMANENT"
PIECES = 12
"""Of the log: more than what a backup writes of its own."""
PIECE_BYTES = 8 * 1024 * 1024


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with own_folder("backup-of-erased") as folder:
        yield folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def archives(folder: Path) -> AsyncIterator[tuple[Path, Path]]:
    """Saved in clear and for a key, once a pupil and a contact were written, looked at, and erased."""
    path = await prepared(folder / "data")
    data = ("--data", str(path))
    async with passerelle("up", "--demo-accounts", *data) as up:
        await up.ready()
        pupil, contact = await written(path)
        await looked_at_by_the_server(path)
        for kind, one, who in (("pupil", pupil, HEAD), ("contact", contact, BUREAU)):
            code, said = await run("erase", kind, str(one), *HERE, "--as", who, *data, "--yes")
            assert code == 0, said
        await log_is_used_again(path)
        ready = [one.name for one in (path / "postgres" / "pg_wal").iterdir()]
        (folder / "ready").write_text("\n".join(ready), encoding="ascii")
        code, key = await run("backup-key", str(folder / "key"))
        assert code == 0, key
        public = next(word for word in key.split() if word.startswith("age1"))
        for name in ("clear", "locked"):
            (folder / name).mkdir()
        for to in ((str(folder / "clear"),), (str(folder / "locked"), "--for", public)):
            code, said = await run("backup", *to, *data)
            assert code == 0, said
    [clear], [locked] = [[*(folder / name).iterdir()] for name in ("clear", "locked")]
    yield clear, locked


async def written(path: Path) -> tuple[UUID, UUID]:
    """A pupil who is to be erased and one who stays; a contact who is to be erased."""
    settings, uai = settings_for(path), Uai(TILLEULS.uai)
    scope = Scope(frozenset({uai}))
    async with units_of(settings, "internships") as units, units.begin(scope, uai=uai) as uow:
        pupil = await _pupils(uow)
    async with units_of(settings, "partnerships") as units, units.begin(scope, uai=uai) as uow:
        return pupil, await _contact(uow)


async def _pupils(uow: UnitOfWork) -> UUID:
    year = SchoolYear.of(uow.now.date())
    formation = await open_formation(
        uow, mef=Mef("2473121411"), label=PublicText("Bac pro Commande"), now=uow.now
    )
    names = (PUPIL, KEPT)
    await import_roster(
        uow,
        rows=[RosterRow(line, name, "Camille", "1CMD") for line, name in enumerate(names, 2)],
        formations={"1cmd": formation},
        decisions={},
        school_year=year,
        now=uow.now,
    )
    groups = await read_pupils_by_class(uow, uow.scope.uais, year)
    return next(one.id for _, some in groups for one in some if one.name.startswith(PUPIL))


async def _contact(uow: UnitOfWork) -> UUID:
    known = await register_company(
        uow, details=company("Ferronnerie des Sources"), main=site(), now=uow.now
    )
    card = (await read_company(uow, known)).company
    details = ContactDetails(name=f"Camille {CONTACT}")
    return await add_contact(uow, company_id=known, site_id=card.sites[0].id, details=details)


async def looked_at_by_the_server(path: Path) -> None:
    """Names are in what the planner keeps of the columns too."""
    running = DataFolder(path).running()
    assert running is not None
    server = running.database_url.rpartition("/")[0]
    for service in ("internships", "partnerships"):
        connection = await asyncpg.connect(f"{server}/{Settings().database_name(service)}")
        await connection.execute("ANALYZE")
        await connection.execute("CHECKPOINT")
        await connection.close()


async def log_is_used_again(path: Path) -> None:
    """The server lays pieces of its log ready that hold what they held before."""
    running = DataFolder(path).running()
    assert running is not None
    connection = await asyncpg.connect(running.database_url)
    for _ in range(PIECES):
        await connection.execute("SELECT pg_logical_emit_message(false, 'test', '')")
        await connection.execute("SELECT pg_switch_wal()")
    for _ in range(2):
        await connection.execute("CHECKPOINT")
    await connection.close()


def found_in(tar: gzip.GzipFile, names: tuple[str, ...]) -> set[str]:
    """Which of these names are in what a compressed archive holds, in capitals or not."""
    found, kept = set[str](), b""
    while piece := tar.read(PIECE_BYTES):
        text = (kept + piece).lower()
        found |= {name for name in names if name.lower().encode() in text}
        kept = piece[-64:]
    return found


def test_no_byte_of_a_backup_in_clear_is_of_who_was_erased(archives: tuple[Path, Path]) -> None:
    with gzip.open(archives[0]) as tar:
        assert found_in(tar, (PUPIL, CONTACT, KEPT)) == {KEPT}


def test_no_byte_of_an_encrypted_backup_is_of_who_was_erased(
    archives: tuple[Path, Path], folder: Path
) -> None:
    [identity] = [
        pyrage.x25519.Identity.from_str(line)
        for line in (folder / "key").read_text().splitlines()
        if not line.startswith("#")
    ]
    with archives[1].open("rb") as locked, (folder / "opened").open("w+b") as opened:
        pyrage.decrypt_io(locked, opened, [identity])
        opened.seek(0)
        with gzip.open(opened) as tar:
            assert found_in(tar, (PUPIL, CONTACT, KEPT)) == {KEPT}


def test_a_backup_holds_no_log_of_what_was_before_it(
    archives: tuple[Path, Path], folder: Path
) -> None:
    (folder / "unpacked").mkdir()
    unpack(archives[0], folder / "unpacked")
    cluster = folder / "unpacked" / "postgres"
    [piece] = [one.name for one in (cluster / "pg_wal").iterdir() if one.is_file()]
    # One that was laid ready would hold at its end what another held before.
    assert piece not in (folder / "ready").read_text(encoding="ascii").split()
    assert not [*cluster.glob("backup_label*"), *cluster.glob("postmaster.*")]
