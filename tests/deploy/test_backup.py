"""A deployment saved while people work, and put back: of one instant, whole, or refused."""

import asyncio
import fcntl
import io
import json
import os
import random
import shutil
import tarfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import nats
import pyrage
import pytest
import pytest_asyncio

from deploy.backup.archive import ArchiveRefused, Manifest, modes_of, pack, sums_of, unpack
from deploy.backup.cluster import copy_cluster
from deploy.backup.restoration import put_back
from deploy.backup.workplace import clean_partials, workplace
from deploy.data_folder import DataFolder
from deploy.doctor.subscribers import read_all
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.postgres_binaries import major_version
from deploy.operations.where import settings_for
from deploy.supervisor.servers import background
from tests.support.prepared import prepared
from tests.support.processes import passerelle, run
from tests.support.servers import own_folder, running_postgres
from tests.support.waiting import eventually

NOW = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
WRITES_AT_LEAST = 50
SEED = 18


@asynccontextmanager
async def two_databases(url: str) -> AsyncIterator[tuple[asyncpg.Connection, asyncpg.Connection]]:
    server = url.rpartition("/")[0]
    superuser = await asyncpg.connect(url)
    if not await superuser.fetchval("SELECT 1 FROM pg_database WHERE datname = 'first'"):
        await superuser.execute("CREATE DATABASE first")
        await superuser.execute("CREATE DATABASE second")
    await superuser.close()
    first = await asyncpg.connect(f"{server}/first")
    second = await asyncpg.connect(f"{server}/second")
    try:
        yield first, second
    finally:
        await first.close()
        await second.close()


async def test_all_databases_are_saved_as_of_one_instant_while_they_are_written() -> None:
    """Each number is in the first database before it is in the second."""
    with own_folder("saved") as there, own_folder("put-back") as here:
        async with running_postgres(there) as postgres:
            async with two_databases(postgres.url) as (first, second):
                for one in (first, second):
                    await one.execute("CREATE TABLE numbers (n int PRIMARY KEY, filler text)")
                written = 0

                async def write() -> None:
                    nonlocal written
                    while True:
                        for one in (first, second):
                            await one.execute(
                                "INSERT INTO numbers VALUES ($1, repeat('x', 5000))", written + 1
                            )
                        written += 1
                        # Files that come and go, and pages that reach the disk meanwhile.
                        await first.execute("DROP TABLE IF EXISTS gone; CREATE TABLE gone (n int)")

                async with background(write):
                    await eventually(lambda: written >= WRITES_AT_LEAST)
                    answered = written
                    await copy_cluster(postgres.url, here / "postgres")
            shutil.copy2(there / "postgres.password", here)
        _owned_as(there / "postgres", here / "postgres")
        async with running_postgres(here) as again, two_databases(again.url) as (first, second):
            one = await first.fetchval("SELECT max(n) FROM numbers")
            other = await second.fetchval("SELECT max(n) FROM numbers")
            counted = await first.fetchval("SELECT count(*) FROM numbers")
    assert 0 <= one - other <= 1
    assert other >= answered
    assert counted == one


def _owned_as(model: Path, cluster: Path) -> None:
    owner = model.stat()
    for path in (cluster, *cluster.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with own_folder("backup") as folder:
        yield folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def archives(folder: Path) -> list[Path]:
    """A deployment with an account, saved in clear and for a key; then another account, and the end."""
    data = ("--data", str(await prepared(folder / "first")))
    async with passerelle("up", "--no-demo", *data) as up:
        await up.ready()
        await added("avant", *data)
        code, said = await run(
            *("subscriber", "add", "region", "--events", "LyceeOpened"),
            *("--file", str(folder / "region.json"), *data),
        )
        assert code == 0, said
        left = left_by_killed_backups(folder)
        with workplace(Path(data[1])):
            code, said = await run("backup", str(folder / "saved"), *data)
        assert (code, "est déjà en cours" in said) == (1, True), said
        code, said = await run("backup", str(folder / "unplugged"), *data)
        assert (code, "n’existe pas" in said) == (1, True), said
        assert not (folder / "unplugged").exists()
        code, said = await run("backup", str(folder / "saved"), *data)
        assert code == 0, said
        assert not [path for path in left if path.exists()]
        assert "gardez-la fermée" in said
        code, key = await run("backup-key", str(folder / "key"))
        assert code == 0, key
        public = next(word for word in key.split() if word.startswith("age1"))
        (folder / "locked").mkdir()
        code, said = await run("backup", str(folder / "locked"), "--for", public, *data)
        assert code == 0, said
        await added("apres", *data)
        code, said = await run("restore", str(next((folder / "saved").iterdir())), *data)
        assert (code, "tourne déjà" in said) == (1, True), said
    return [*(folder / "saved").iterdir(), *(folder / "locked").iterdir()]


def left_by_killed_backups(folder: Path) -> list[Path]:
    """What this release and the one before leave in clear when they are killed."""
    data, target = folder / "first", folder / "saved"
    left = [data / ".working", data / ".restoring-a", target / ".passerelle-a1b2c3_d"]
    for one in left:
        (one / "files").mkdir(parents=True)
        (one / "files" / "postgres.password").write_text("in clear")
        os.utime(one, (NOW.timestamp(), NOW.timestamp() - 7 * 3600))
    partial = target / ".passerelle-20261101-000000.tar.gz.partial"
    partial.write_bytes(b"half")
    return [*left, partial]


def test_what_is_somebody_s_beside_the_archives_stays(tmp_path: Path) -> None:
    """A folder named alike, one that another release works in, an archive that is being written."""
    old = NOW.timestamp() - 7 * 3600
    kept = [tmp_path / ".passerelle-data" / "keep", tmp_path / ".passerelle-abcdefgh" / "keep"]
    young = tmp_path / ".passerelle-12345678"
    for one in (*kept, young / "files"):
        one.mkdir(parents=True)
        os.utime(one.parent, (old, old))
    os.utime(young, (NOW.timestamp(), NOW.timestamp()))
    written = tmp_path / ".passerelle-20261101-000000.tar.gz.partial"
    with written.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        clean_partials(tmp_path, NOW)
        assert all(one.exists() for one in (*kept, young, written))
    clean_partials(tmp_path, NOW)
    assert not written.exists()


async def added(name: str, *data: str) -> None:
    code, said = await run(
        *("account", "add", f"{name}@dsden.example", "--name", "Sacha Lemoine"),
        *("--role", "supervisor", "--invite", *data),
    )
    assert code == 0, said


async def test_it_is_put_back_elsewhere_with_a_key_and_goes_on(
    folder: Path, archives: list[Path]
) -> None:
    locked = archives[1]
    assert b"passerelle" not in locked.read_bytes()
    data = ("--data", str(folder / "second"))
    code, said = await run("restore", str(locked), *data)
    assert (code, "donnez le fichier de la clé" in said) == (1, True), said
    code, said = await run("restore", str(locked), "--key", str(folder / "key"), *data)
    assert code == 0, said
    assert "copiez" in said  # nobody knows here what was erased since

    async with passerelle("up", "--no-demo", *data) as up:
        await up.ready()
        code, listed = await run("account", "list", *data)
        code_of_pass, compared = await run("reconcile", "--full", *data)
        subscriber = settings_for(folder / "second")
        assert [one.problem for one in await read_all(subscriber)] == [""]
        given = json.loads((folder / "region.json").read_text())
        client = await nats.connect(subscriber.nats_url, nkeys_seed_str=given["nkey_seed"])
        await client.close()
    assert ("avant@" in listed, "apres@" in listed) == (True, False), listed
    assert (code, code_of_pass) == (0, 0), compared


async def test_what_was_there_is_moved_aside(folder: Path, archives: list[Path]) -> None:
    data = ("--data", str(folder / "first"))
    code, said = await run("restore", str(archives[0]), *data)
    assert code == 0, said
    (former,) = (folder / "first").glob("before-restore-*")
    assert f"Ce qui était là est dans {former}" in said
    assert (former / "postgres" / "PG_VERSION").exists()
    async with passerelle("up", "--no-demo", *data) as up:
        await up.ready()
        _, listed = await run("account", "list", *data)
    assert ("avant@" in listed, "apres@" in listed) == (True, False), listed


def small_archive(folder: Path, recipient: str | None = None) -> Path:
    files = folder / "files"
    (files / "postgres" / "empty").mkdir(parents=True, mode=0o750)
    (files / "postgres" / "PG_VERSION").write_text("18\n")
    (files / "postgres" / "table").write_bytes(random.Random(SEED).randbytes(600))
    (files / "postgres" / "table").chmod(0o640)
    archive = folder / ("saved.tar.gz.age" if recipient else "saved.tar.gz")
    pack(
        files,
        Manifest(NOW.isoformat(), "82", major_version(), demonstration=False),
        archive,
        recipient,
    )
    return archive


def put(archive: Path, into: Path, *, postgres: str = "", key: Path | None = None) -> None:
    data = DataFolder(into)
    put_back(archive, data, postgres=postgres or major_version(), now=NOW, key=key)


@pytest.mark.parametrize("how", ["cut", "no sum", "no archive", "empty"])
def test_an_archive_that_is_not_whole_is_refused_and_nothing_is_changed(
    tmp_path: Path, how: str
) -> None:
    archive = small_archive(tmp_path)
    content = archive.read_bytes()
    middle = len(content) // 2
    archive.write_bytes(
        {
            "cut": content[:middle],
            "no sum": content[:-8],
            "no archive": b"a letter",
            "empty": b"",
        }[how]
    )
    (tmp_path / "data" / "postgres").mkdir(parents=True)

    with pytest.raises(ArchiveRefused, match="rien n’a été changé"):
        put(archive, tmp_path / "data")

    assert {path.name for path in (tmp_path / "data").iterdir()} == {
        "postgres",
        "lock",
        ".working.lock",
    }


def unpacked(archive: Path, into: Path) -> tuple[Manifest, dict[str, str], dict[str, str]]:
    manifest = unpack(archive, into)
    return manifest, sums_of(into), modes_of(into)


def test_no_bit_of_an_archive_can_change_what_is_put_back(tmp_path: Path) -> None:
    """One bit is turned over, in each byte: refused, or a bit of the gzip's own name, time or padding."""
    archive = small_archive(tmp_path)
    whole = unpacked(archive, tmp_path / "whole")
    assert whole[2]["postgres/table"] == "640"
    assert "postgres/empty/" in whole[2]
    content, seeded = archive.read_bytes(), random.Random(SEED)
    accepted = []
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << seeded.randrange(8)
        archive.write_bytes(changed)
        with suppress(ArchiveRefused):
            accepted.append((place, unpacked(archive, tmp_path / f"changed-{place}")))
    assert [place for place, found in accepted if found != whole] == []
    assert len(accepted) < len(content) // 10


@pytest.mark.parametrize("gone", ["postgres/empty", "postgres/table"])
def test_an_archive_that_lacks_a_file_or_a_folder_is_refused(tmp_path: Path, gone: str) -> None:
    small_archive(tmp_path)
    with pytest.raises(ArchiveRefused, match="n’est pas une sauvegarde entière"):
        put(archive_with(tmp_path, gone, None), tmp_path / "data")


def test_an_archive_of_the_first_format_is_still_put_back(tmp_path: Path) -> None:
    small_archive(tmp_path)
    with tarfile.open(tmp_path / "saved.tar.gz") as saved:
        described = saved.extractfile("manifest.json")
        assert described
        manifest = json.load(described)
    former = json.dumps({k: v for k, v in manifest.items() if k != "modes"} | {"format": 1})
    put(archive_with(tmp_path, "manifest.json", former.encode()), tmp_path / "data")
    assert (tmp_path / "data" / "postgres" / "PG_VERSION").read_text() == "18\n"


def test_an_archive_whose_files_are_not_those_of_its_manifest_is_refused(tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    other = tmp_path / "other"
    unpack(archive, other)
    (other / "postgres" / "more").write_text("put in by somebody")
    manifest = Manifest(NOW.isoformat(), "82", major_version(), demonstration=False)
    pack(other, manifest, tmp_path / "honest.tar.gz")
    put(tmp_path / "honest.tar.gz", tmp_path / "first")
    forged = archive_with(tmp_path, "postgres/PG_VERSION", b"17\n")
    with pytest.raises(ArchiveRefused, match="n’est pas une sauvegarde entière"):
        put(forged, tmp_path / "second")


def archive_with(folder: Path, name: str, content: bytes | None) -> Path:
    """The small archive with another content of one file, or (None) without it, and its manifest."""
    forged = folder / "forged.tar.gz"
    with tarfile.open(folder / "saved.tar.gz") as source, tarfile.open(forged, "w:gz") as target:
        for member in source:
            read = source.extractfile(member)
            if member.name == name:
                if content is None:
                    continue
                member.size = len(content)
                read = io.BytesIO(content)
            target.addfile(member, read)
    return forged


@pytest.mark.parametrize("name", ["erasures/list", "running.json", "other"])
def test_an_archive_that_brings_what_nobody_saves_is_refused(tmp_path: Path, name: str) -> None:
    small_archive(tmp_path)
    strange = tmp_path / "files" / name
    strange.parent.mkdir(exist_ok=True)
    strange.write_text("put in by somebody")
    (tmp_path / "files" / "manifest.json").unlink()
    manifest = Manifest(NOW.isoformat(), "82", major_version(), demonstration=False)
    pack(tmp_path / "files", manifest, tmp_path / "forged.tar.gz")

    with pytest.raises(ArchiveRefused, match="autre chose"):
        put(tmp_path / "forged.tar.gz", tmp_path / "data")

    assert {path.name for path in (tmp_path / "data").iterdir()} == {"lock", ".working.lock"}


def test_settings_that_run_commands_do_not_come_with_an_archive(tmp_path: Path) -> None:
    small_archive(tmp_path)
    for name in ("postgresql.auto.conf", "recovery.signal", "standby.signal"):
        (tmp_path / "files" / "postgres" / name).write_text("restore_command = 'sh -c anything'\n")
    (tmp_path / "files" / "manifest.json").unlink()
    manifest = Manifest(NOW.isoformat(), "82", major_version(), demonstration=False)
    pack(tmp_path / "files", manifest, tmp_path / "forged.tar.gz")

    put(tmp_path / "forged.tar.gz", tmp_path / "data")

    there = {path.name for path in (tmp_path / "data" / "postgres").iterdir()}
    assert there == {"PG_VERSION", "table", "empty"}


def test_another_key_another_server_and_another_format_are_refused(tmp_path: Path) -> None:
    identity, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"{other}\n")
    (tmp_path / "no-key").write_text("letters\n")
    locked = small_archive(tmp_path / "locked", str(identity.to_public()))
    clear = small_archive(tmp_path / "clear")
    with pytest.raises(ArchiveRefused, match="ne s’ouvre pas avec cette clé"):
        put(locked, tmp_path / "data", key=tmp_path / "key")
    with pytest.raises(ArchiveRefused, match="n’est pas une clé"):
        put(locked, tmp_path / "data", key=tmp_path / "no-key")
    with pytest.raises(ArchiveRefused, match=f"vient de PostgreSQL {major_version()}"):
        put(clear, tmp_path / "data", postgres="17")
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"lock", ".working.lock"}


async def test_up_does_not_start_on_half_of_an_archive() -> None:
    with own_folder("half") as folder:
        data = DataFolder(folder / "data")
        data.path.mkdir()
        data.half_restored.touch()
        code, said = await run("up", "--no-demo", "--data", str(data.path))
        assert (code, "qu’à moitié" in said) == (1, True), said
        archive = small_archive(folder / "archive")
        await asyncio.to_thread(put, archive, data.path)
        assert not data.half_restored.exists()


async def test_a_backup_asks_for_a_deployment_that_runs(tmp_path: Path) -> None:
    code, said = await run("backup", str(tmp_path / "to"), "--data", str(tmp_path / "nothing"))
    assert (code, "Rien ne tourne" in said) == (1, True), said
    assert not (tmp_path / "to").exists()


def test_embedded_and_saved_versions_are_those_of_the_same_server(
    cluster: EmbeddedPostgres,
) -> None:
    assert (cluster.data / "PG_VERSION").read_text().strip() == major_version()
