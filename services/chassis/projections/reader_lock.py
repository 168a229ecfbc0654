"""The lock of a read model: whoever holds it reads, on the very connection it folds on.

The lock ends with that connection. So the connection is closed whatever happens: a reader that left
it open (a shortage of memory while closing it) would keep everybody, itself included, from reading.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.base.failpoints import failpoint
from services.chassis.database.engine import Database

log = structlog.get_logger(__name__)

STANDBY_POLL_SECONDS = 1.0
_LOCK = text(
    "SELECT pg_try_advisory_lock(hashtextextended(:key, 0)) AS held, pg_backend_pid() AS pid"
)
# Only the session that holds this very lock: the number may be somebody else's by now.
_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND pid = :pid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32 | objid::bigint) = hashtextextended(:key, 0)"
)
STILL_HELD = "its former session is still open"


class ReaderLock:
    """The lock of one read model, of one replica."""

    def __init__(self, database: Database, name: str, note: Callable[[str | None], None]) -> None:
        """`note` hears why nothing is read: None while another replica does."""
        self._database = database
        self._key = f"projection {name}"
        self._note = note
        self._left: int | None = None
        """The server's number of a session of ours that may still be open."""

    @asynccontextmanager
    async def held(self) -> AsyncIterator[AsyncConnection]:
        """A connection that holds the lock; waits while another replica has it."""
        while True:
            connection = await self._database.engine.connect().start()
            driver: Any = None
            leading: int | None = None
            try:
                driver = (await connection.get_raw_connection()).driver_connection
                asked = (await connection.execute(_LOCK, {"key": self._key})).one()
                if asked.held:
                    self._left = leading = asked.pid
                    await connection.commit()
                    yield connection
                    return
                await self._end_what_was_left(connection)
            finally:
                await self._let_go(connection, driver)
                if leading is not None:
                    self._left = None
            self._note(STILL_HELD if self._left else None)
            await asyncio.sleep(STANDBY_POLL_SECONDS)

    async def _end_what_was_left(self, connection: AsyncConnection) -> None:
        """Have the server close a session of ours that could not be closed from here."""
        if self._left is None:
            return
        ended = await connection.execute(_END, {"key": self._key, "pid": self._left})
        await connection.commit()
        if ended.first() is None:  # it is closed: another replica has the lock
            self._left = None

    async def _let_go(self, connection: AsyncConnection, driver: Any) -> None:
        """Close a connection: back in the pool it would keep the lock."""
        try:
            failpoint("projection.before_letting_go")
            await _close(connection)
        except BaseException:  # whatever it is, it is raised again once the lock is free
            with suppress(Exception):  # what is lacking may be lacking here too
                driver.terminate()  # without a word to the server, which frees the lock all the same
            with suppress(Exception):  # likewise: what was first raised is told
                log.warning("projection.connection_not_closed", lock=self._key)
                await _close(connection)
            raise


async def _close(connection: AsyncConnection) -> None:
    await connection.invalidate()
    await connection.close()
