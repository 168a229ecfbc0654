"""One process among several does what must be done once: the relay and the timed work.

The leader is whoever holds an advisory lock of the service's database, on a connection of the
`relay` role. The others stand by and try every second; the lock goes with the connection, so a
dead leader is replaced without anybody deciding that it is dead.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from services.chassis.base.cancellation import end

log = structlog.get_logger(__name__)

LOCK = "passerelle.leader"
STANDBY_POLL_SECONDS = 1.0
RECONNECT_SECONDS = 0.5
CONNECT_TIMEOUT_SECONDS = 3
QUERY_TIMEOUT_SECONDS = 30

SERVER_SETTINGS = {
    "application_name": "relay",
    # A leader whose machine vanished must give the lock back within half a minute.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "jit": "off",
}

LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.PostgresError)
"""What a statement raises when the connection is gone, or when the server turns us away."""


class Session:
    """The leader's only connection; its duties take turns on it, one statement at a time."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    async def fetch(self, query: str, *arguments: object) -> list[Any]:
        """Rows of a query."""
        async with self._turn:
            return await self._connection.fetch(query, *arguments)

    async def execute(self, query: str, *arguments: object) -> None:
        """Run a statement; autocommitted."""
        async with self._turn:
            await self._connection.execute(query, *arguments)

    async def execute_together(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """Run several statements in one transaction."""
        async with self._turn, self._connection.transaction():
            for query, arguments in statements:
                await self._connection.execute(query, *arguments)


Duty = Callable[[Session], Coroutine[Any, Any, None]]
"""Runs for as long as we lead; is cancelled, or raises, when the connection is lost."""


class Leadership:
    """Stands for the lock, and runs the duties while it holds it."""

    def __init__(self, dsn: str, service: str, duties: Sequence[Duty]) -> None:
        self._dsn = dsn
        self._service = service
        self._duties = tuple(duties)
        self._task: asyncio.Task[None] | None = None
        self.leading = False
        self.problem: str | None = "starting"
        """Why the lock cannot even be asked for; None when this process leads or stands by."""

    @property
    def connects(self) -> bool:
        """Whether there is a duty, hence a connection."""
        return bool(self._duties)

    def start(self) -> None:
        """Start standing for the lock, in the background; without a duty there is none to hold."""
        if not self._duties:
            self.problem = None
            return
        self._task = asyncio.create_task(self._run(), name=f"leadership {self._service}")

    async def stop(self) -> None:
        """Stop the duties and give the lock back at once."""
        if self._task is not None:
            await end(self._task)
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self._stand()
            except* LOST as lost:
                self.problem = type(lost.exceptions[0]).__name__
                with suppress(Exception):  # what a duty lacked, telling of it may lack too
                    log.warning("leadership.lost", service=self._service, reason=self.problem)
            except* Exception as broken:  # a bug must not leave the journal unsent until a restart
                self.problem = type(broken.exceptions[0]).__name__
                with suppress(Exception):  # likewise
                    log.exception("leadership.duty_failed", service=self._service)
            finally:
                self.leading = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _stand(self) -> None:
        connection = await asyncpg.connect(
            self._dsn,
            timeout=CONNECT_TIMEOUT_SECONDS,
            command_timeout=QUERY_TIMEOUT_SECONDS,
            server_settings=SERVER_SETTINGS,
        )
        try:
            while not await connection.fetchval(
                "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", LOCK
            ):
                self.problem = None
                await asyncio.sleep(STANDBY_POLL_SECONDS)
            self.leading, self.problem = True, None
            log.info("leadership.gained", service=self._service)
            await self._do_duties(Session(connection))
        finally:
            # Closing politely could wait for a server that is gone.
            connection.terminate()

    async def _do_duties(self, session: Session) -> None:
        async with asyncio.TaskGroup() as group:
            for duty in self._duties:
                group.create_task(duty(session))
