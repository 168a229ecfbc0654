"""A disk is full: the doctor says whose it is and what to do, and no more once there is room."""

from __future__ import annotations

import os
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest_asyncio

from deploy.doctor.diagnosis import examine
from deploy.doctor.disk_room import without_room
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.provision import provision
from deploy.operations.bus_reader import operator_bus
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import create_missing
from tests.support.bus import generated_server
from tests.support.servers import own_folder, running_postgres

A_PAGE_BYTES = 8192


def limit(pid: int, size_bytes: int | None) -> None:
    """Let a server write no larger file, as a full disk does; None: as large as before.

    Only who runs as the server's own user may.
    """
    process = psutil.Process(pid)
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(process.gids().real)
            os.setuid(process.uids().real)
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        size = hard if size_bytes is None else size_bytes
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@contextmanager
def full(pid: int, size_bytes: int) -> Iterator[None]:
    limit(pid, size_bytes)
    try:
        yield
    finally:
        limit(pid, None)


@dataclass
class Apart:
    """Servers nobody else uses: one that met a full disk may need to be started again."""

    settings: Settings
    postgres: EmbeddedPostgres
    nats: EmbeddedNats

    async def programs(self, data_folder: Path | None = None) -> list[tuple[str, str]]:
        """Who cannot write, and the code of what is said of it."""
        settings = self.settings.replaced(data_folder=data_folder)
        async with operator_bus(settings) as bus:
            found = await without_room(settings, bus)
        return [(program, finding.code) for program, finding in found]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def apart() -> AsyncIterator[Apart]:
    with own_folder("room") as folder:
        async with running_postgres(folder) as postgres:
            settings = Settings(
                database_url=postgres.url,
                database_ssl="disable",
                credentials=folder / "credentials",
            )
            create_missing(settings.credentials, [service.name for service in SERVICES])
            await run_migrations(SERVICES[0], settings)
            async with generated_server(folder, settings, SERVICES) as nats:
                settings = settings.replaced(nats_url=nats.url)
                await provision(settings, SERVICES)
                yield Apart(settings, postgres, nats)


async def test_postgres_that_cannot_write_is_named(apart: Apart) -> None:
    # Connections that are there already have their own limit: the doctor opens another.
    with full(apart.postgres.pid, A_PAGE_BYTES):
        assert await apart.programs() == [("postgresql", "disk-full-postgresql")]
    assert await apart.programs() == []


async def test_a_data_folder_that_cannot_be_written_is_named(apart: Apart, tmp_path: Path) -> None:
    with full(os.getpid(), A_PAGE_BYTES):
        assert await apart.programs(tmp_path) == [("passerelle", "disk-full-data")]
    assert await apart.programs(tmp_path) == []


async def test_nats_that_cannot_write_is_named_to_the_operator(apart: Apart) -> None:
    with full(apart.nats.pid, 0):
        found = await examine(apart.settings)
        [trouble] = [one for one in found if one.finding.code.startswith("disk-full")]
        assert trouble.services == ("nats-server",)
        assert "Libérez de la place sur le disque de son dossier jetstream" in trouble.finding.todo
    assert await apart.programs() == []
