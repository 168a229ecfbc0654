"""`passerelle up`: everything on one machine, started in order and stopped in reverse."""

import asyncio
import gc
import importlib
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from deploy.data_folder import DataFolder, HalfRestored, Running
from deploy.embedded.child import LogSink, discard
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import LOOPBACK, RememberedPorts
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.garbage import look_seldom
from deploy.gateway.plain_http import EVERYWHERE, refuse_plain_http
from deploy.supervisor.mailbox import with_demo_mailbox
from deploy.supervisor.output import Say, for_eyes
from deploy.supervisor.servers import background
from deploy.supervisor.uvicorn_server import listening_socket
from services.chassis.base.settings import Settings

PORT_TRIES = 5
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Options:
    """What the command line asks.

    `port` None means the one of last time when it is free, else any. `own_process`: the logs of
    this process are configured too. `fsync` False is for tests. `demo`: a folder that was never
    used becomes a demonstration, with `accounts_only` an empty one.
    """

    data: Path
    port: int | None = None
    host: str = LOOPBACK
    own_process: bool = False
    fsync: bool = True
    demo: bool = False
    accounts_only: bool = False


@dataclass(frozen=True)
class Deployment:
    """Everything that runs: where it answers, and the embedded servers when they are ours."""

    settings: Settings
    address: str
    postgres: EmbeddedPostgres | None
    nats: EmbeddedNats | None


@asynccontextmanager
async def deployed(
    options: Options, log: LogSink = discard, tell: Say = lambda _: None
) -> AsyncIterator[Deployment]:
    """The whole deployment, ready to answer; everything is stopped at the end of the context.

    `tell` is given a line for each part before it is started.

    Raises `AlreadyRunning` when another one holds the data, `HalfRestored` when putting an archive
    back there was interrupted, `ChildFailed` when an embedded server does not start.
    """
    folder = DataFolder(options.data.resolve())
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.held())
        if folder.half_restored.exists():
            raise HalfRestored(folder.path)
        starting = _Starting(stack, folder, options, log)
        address = starting.listen()
        tell("Bases de données (PostgreSQL)…")
        await starting.start_postgres_and_import()
        tell("Bus d’événements (NATS)…")
        await starting.start_nats()
        tell("Services, et leurs bases à jour…")
        await starting.start_services()
        from services.chassis.operations.setup_checks import untold

        url = starting.settings.database_url
        folder.tell(
            Running(
                os.getpid(),
                address,
                url.get_secret_value() if url else "",
                starting.settings.nats_url,
                untold(starting.settings),
            )
        )
        from deploy.supervisor.refold import refold_outdated

        refolding = partial(refold_outdated, starting.settings, folder.path)
        await stack.enter_async_context(background(refolding))
        yield Deployment(starting.settings, address, starting.postgres, starting.nats)


class PortTaken(RuntimeError):
    """Another program listens on the port that was asked for; the message is for the user."""


class _Starting:
    """A start under way: each part is stopped by the stack, also when the start is interrupted."""

    def __init__(
        self, stack: AsyncExitStack, folder: DataFolder, options: Options, log: LogSink
    ) -> None:
        if options.demo:
            folder.begin_demonstration()
        self.settings = Settings(
            credentials=folder.credentials,
            data_folder=folder.path,
            demonstration=folder.is_demonstration,
        )
        self.postgres: EmbeddedPostgres | None = None
        self.nats: EmbeddedNats | None = None
        self._stack = stack
        self._folder = folder
        self._options = options
        self._log = log
        self._ports = RememberedPorts(folder.ports)

    def listen(self) -> str:
        """Take the web port before anything else: the address is known, and ours.

        Raises PlainHttpRefused when passwords would travel in clear.
        """
        host = self._options.host
        given = "PASSERELLE_PUBLIC_URL" in os.environ
        refuse_plain_http(host, self.settings.public_url if given else f"http://{LOOPBACK}")
        port = self._take_web_port()
        self._stack.callback(self._listener.close)
        # Listened on everywhere, it answers to this machine too.
        address = f"http://{LOOPBACK if host in EVERYWHERE else host}:{port}"
        changes: dict[str, Any] = {"portal_url": address}
        if not given:
            changes["public_url"] = address
        self.settings = with_demo_mailbox(self.settings.replaced(**changes), self._ports)
        return address

    def _take_web_port(self) -> int:
        """The port that was asked for or none, else the one of last time, the default or any."""
        asked = self._options.port
        for tried in range(1, PORT_TRIES + 1):
            port = asked or self._ports.take("web", default=DEFAULT_PORT)
            try:
                self._listener = listening_socket(port, self._options.host)
            except OSError:  # somebody took it since it was seen to be free
                if asked or tried == PORT_TRIES:
                    raise PortTaken(f"Le port {port} est déjà pris.") from None
            else:
                return port
        raise AssertionError("unreachable: the last try returns or raises")

    async def start_postgres_and_import(self) -> None:
        """Import the services while PostgreSQL starts: together they are most of a start."""
        starts: list[Awaitable[None]] = [asyncio.to_thread(_import_services)]
        if self.settings.database_url is None:
            port = self._ports.take("postgres")
            self.postgres = EmbeddedPostgres(
                self._folder.path, port=port, fsync=self._options.fsync, log=self._log
            )
            self._stack.push_async_callback(self.postgres.stop)
            starts.append(self.postgres.start())
        await asyncio.gather(*starts)
        if self._options.own_process:
            from services.chassis.observability.logging import configure_logging

            level = "WARNING" if for_eyes() else self.settings.log_level
            configure_logging(self.settings.replaced(log_level=level), process="up")
        if self.postgres is not None:
            await self._stack.enter_async_context(background(self.postgres.watch))
            self.settings = self.settings.replaced(
                database_url=SecretStr(self.postgres.url),
                database_host=LOOPBACK,
                database_port=self.postgres.port,
                database_ssl="disable",
            )

    async def start_nats(self) -> None:
        """Draw the missing secrets, write the server's configuration, start it."""
        from deploy.nats.config import store_of, write_config
        from deploy.nats.stream_moves import move_streams
        from deploy.services import SERVICES
        from services.chassis.security.credentials import create_missing

        create_missing(self.settings.credentials, [service.name for service in SERVICES])
        if "PASSERELLE_NATS_URL" in os.environ:
            return
        port, monitor_port = self._ports.take("nats"), self._ports.take("nats_monitor")
        config = write_config(
            self._folder.nats,
            self.settings,
            SERVICES,
            port=port,
            monitor_port=monitor_port,
        )
        self.nats = EmbeddedNats(
            config,
            port=port,
            monitor_port=monitor_port,
            log=self._log,
            prepare=partial(move_streams, store_of(self._folder.nats)),
        )
        self._stack.push_async_callback(self.nats.stop)
        await self.nats.start()
        await self._stack.enter_async_context(background(self.nats.watch))
        self.settings = self.settings.replaced(nats_url=self.nats.url)

    async def start_services(self) -> None:
        """Migrate, provision, start every service, then answer."""
        from deploy.access_log.copy import keep_copied
        from deploy.nats.provision import provision
        from deploy.repair.schedule import keep_reconciled
        from deploy.services import SERVICES
        from deploy.supervisor.roles import keep_roles
        from deploy.supervisor.web import served, services_in_process
        from services.chassis.database.migrations import run_migrations

        async with background(partial(provision, self.settings, SERVICES)) as provisioned:
            for service in SERVICES:
                await run_migrations(service, self.settings)
            await provisioned
        app = await self._stack.enter_async_context(services_in_process(SERVICES, self.settings))
        await self._stack.enter_async_context(
            served(app, self._listener, trusted=self.settings.proxies_trusted)
        )
        mending = partial(keep_reconciled, self.settings, SERVICES)
        await self._stack.enter_async_context(background(mending))
        copying = partial(keep_copied, self.settings, SERVICES)
        await self._stack.enter_async_context(background(copying))
        looking = partial(keep_roles, self.settings, SERVICES)
        await self._stack.enter_async_context(background(looking))


def _import_services() -> None:
    """Load the code of every service; in a thread, since it takes about a second.

    Looking for garbage meanwhile would take a fifth longer: nothing loaded here is ever freed.
    """
    gc.disable()
    from deploy.services import SERVICES

    for module in (
        "deploy.nats.config",
        "deploy.nats.stream_moves",
        "deploy.nats.provision",
        "deploy.repair.schedule",
        "deploy.supervisor.web",
        "services.chassis.database.migrations",
    ):
        importlib.import_module(module)
    for service in SERVICES:
        service.routers()
        service.on_start()
    look_seldom()
    gc.enable()
