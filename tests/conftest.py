"""Fixtures of every test: one PostgreSQL cluster and one nats-server per test worker."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from tests.support.servers import own_folder, running_nats, running_postgres


@pytest.fixture(scope="session")
def worker() -> str:
    """This test worker's name (`gw0`…, or `main`): what it creates carries it."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def worker_folder(worker: str) -> Iterator[Path]:
    with own_folder(worker) as folder:
        yield folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def cluster(worker_folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A running PostgreSQL: `cluster.url` is the superuser's, `cluster.port` its port."""
    async with running_postgres(worker_folder / "pg") as postgres:
        yield postgres


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nats(worker_folder: Path) -> AsyncIterator[EmbeddedNats]:
    """A running nats-server open to all: `nats.url`. The generated one is `bus_server`."""
    folder = worker_folder / "nats"
    folder.mkdir()
    async with running_nats(folder) as server:
        yield server
