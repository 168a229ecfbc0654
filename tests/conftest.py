"""Fixtures of every test: one PostgreSQL cluster and one nats-server per test worker."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio
from hypothesis import settings as property_settings

from deploy.data_folder import DataFolder
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.garbage import look_seldom
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from tests.support import time_report
from tests.support.bus import generated_server
from tests.support.changed import Choice, UnknownCommit, choose
from tests.support.forked import ROOT
from tests.support.logs import log_plainly
from tests.support.network import Network, Running
from tests.support.prepared import forget, is_shared, prepare_for_all, prepared
from tests.support.servers import own_folder, remove_abandoned, running_nats, running_postgres
from tests.support.services import Opened, Published, ServiceDatabases
from tests.support.two_passes import remember_exit_status, remember_failures


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: a fifth of their time tests wait for servers."""
    return (psutil.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--changed",
        nargs="?",
        const="",
        metavar="COMMIT",
        help="the tests that may be affected by what differs from COMMIT (the tag landed, else main)",
    )
    parser.addoption("--quick", action="store_true", help="of those, what stands beside the change")


def pytest_configure(config: pytest.Config) -> None:
    quick, since = config.option.quick, config.option.changed
    if quick or since is not None:
        try:
            config.stash[CHANGED] = choose(ROOT, since or "", quick=quick)
        except UnknownCommit as refused:
            raise pytest.UsageError(f"--changed: {refused}") from None


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What is run of a change, why, and what that took last time."""
    choice = config.stash.get(CHANGED, None)
    if choice is None:
        return []
    files = (path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py"))
    return [*choice.told(), time_report.last_time(config, filter(choice.takes, files))]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Nothing is loaded of a file that is not affected."""
    chosen = config.stash.get(CHANGED, None)
    if chosen is None or not collection_path.name.startswith("test_"):
        return None
    return None if chosen.takes(collection_path.relative_to(ROOT).as_posix()) else True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    prepare_for_all()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file at a time, whatever is asked for: tests of a file share what it sets up."""
    from tests.support.sharing import Shares  # where tests run side by side xdist is there

    return Shares(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes first: begun last, it would end alone while other processes stand idle.

    Faults wait more than they work: beside them the others have the processors.
    """
    early = {
        item.path
        for item in items
        if item.get_closest_marker("early") or "faults" in item.path.parts
    }
    items.sort(key=lambda item: item.path not in early)


CHANGED = pytest.StashKey[Choice]()

log_plainly()

# An example that waits for a processor is no slower code: durations are judged by the bench alone.
property_settings.register_profile("tests", deadline=None)
property_settings.load_profile("tests")

# Thousands of tests and all the services are loaded and never freed: looking for garbage among
# them took a third of the loading, and goes on with every test.
gc.disable()


def pytest_collection_finish() -> None:
    look_seldom()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    time_report.begin(item)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    time_report.take_over(node.config, getattr(node, "workeroutput", {}))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    time_report.hand_over(session.config)
    forget()
    remember_exit_status(session.config, exitstatus)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    time_report.report_time(terminalreporter)
    remember_failures(terminalreporter)


@pytest.fixture(scope="session")
def worker() -> str:
    """This test worker's name (`gw0`…, or `main`): what it creates carries it."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def worker_folder(worker: str) -> Iterator[Path]:
    remove_abandoned()
    with own_folder(worker) as folder:
        yield folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def cluster(worker_folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A running PostgreSQL: `cluster.url` is the superuser's, `cluster.port` its port."""
    folder = worker_folder / "pg"
    if is_shared():
        await prepared(folder)
    async with running_postgres(folder) as postgres:
        yield postgres


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nats(worker_folder: Path) -> AsyncIterator[EmbeddedNats]:
    """A running nats-server open to all: `nats.url`. The generated one is `bus_server`."""
    folder = worker_folder / "nats"
    folder.mkdir()
    async with running_nats(folder) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def service_databases(cluster: EmbeddedPostgres) -> AsyncIterator[ServiceDatabases]:
    """The databases of the services in this worker; see `opened` for one ready to use."""
    settings = Settings(
        database_url=cluster.url,
        database_ssl="disable",
        credentials=DataFolder(cluster.folder).credentials,
    )
    migrated = {service.name for service in SERVICES} if is_shared() else set()
    databases = ServiceDatabases(settings, cluster.url, migrated)
    yield databases
    await databases.close()


@pytest_asyncio.fixture
async def opened(service_databases: ServiceDatabases) -> AsyncIterator[Opened]:
    """Makes units of work of a service on its empty database."""
    yield Opened(service_databases)
    await service_databases.let_go()


@pytest.fixture
def published(service_databases: ServiceDatabases) -> Published:
    """Reads what a service recorded, by type of event, in order."""
    return service_databases.published


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bus_server(
    service_databases: ServiceDatabases, worker_folder: Path
) -> AsyncIterator[EmbeddedNats]:
    """A running nats-server with the generated configuration of all services."""
    folder = worker_folder / "bus"
    folder.mkdir()
    async with generated_server(folder, service_databases.settings, SERVICES) as server:
        yield server


@pytest.fixture(scope="session")
def running(service_databases: ServiceDatabases, bus_server: EmbeddedNats) -> Running:
    """Starts services, on empty databases and streams, for as long as a context lasts."""
    settings = service_databases.settings.replaced(nats_url=bus_server.url)
    return Running(service_databases, settings)


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    """Every service, running in this process: `browser = await network.client_as("rbde")`."""
    async with running() as everything:
        yield everything
