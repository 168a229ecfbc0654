"""One transaction in one scope, begun and committed in one round trip each.

SQLAlchemy would say BEGIN, then enter the scope by a statement of its own. Here the connection is
in autocommit as far as SQLAlchemy knows, and the words are said to the driver.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import Self, cast

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.base.errors import OutcomeUnknown, Unavailable
from services.chassis.database.compiled_statements import as_dbapi_errors
from services.chassis.database.engine import POOL_OVERFLOW, POOL_SIZE, Database, is_connection_loss

_SCOPE = re.compile(r"[0-9A-Z,]*|\*")
_PLANNED_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true)"
_TRIES = POOL_SIZE + POOL_OVERFLOW + 1
"""After a restart of the server every connection of the pool is dead: each is replaced once."""


def begin_in(uais: str, *, planned_once: bool = False) -> str:
    """The words that begin a transaction in a scope (`Scope.setting()`).

    `planned_once`: its statements are of the same shape whoever asks, and PostgreSQL plans each once
    on a connection. It would plan each of the first five times, and a long one every time, for it
    takes what is gained by knowing whose rows are asked for to be worth more.
    """
    if not _SCOPE.fullmatch(uais):
        raise ValueError("a scope is a list of UAI, or a star")
    entered = f"BEGIN; SELECT set_config('app.uais', '{uais}', true)"
    return f"{entered}, {_PLANNED_ONCE}" if planned_once else entered


@dataclass
class Transaction:
    """An open transaction, and the driver's connection it runs on."""

    connection: AsyncConnection
    driver: asyncpg.Connection
    over: bool = field(default=False, init=False)
    """Whether the server said that it ended; a BEGIN nobody heard the answer of did not."""

    @classmethod
    async def begin(cls, database: Database, uais: str, *, planned_once: bool = False) -> Self:
        """Begin in the scope `uais` (`Scope.setting()`). Raises Unavailable."""
        begin = begin_in(uais, planned_once=planned_once)
        for tried in range(1, _TRIES + 1):
            opened = await cls._connect(database)
            try:
                with as_dbapi_errors(opened.driver):
                    await opened.driver.execute(begin)
            except DBAPIError as error:
                await opened.release()
                if tried == _TRIES or not is_connection_loss(error):
                    raise Unavailable from error
            except BaseException:  # a cancellation too must give the connection back
                await opened.release()
                raise
            else:
                return opened
        raise AssertionError("unreachable: the last try returns or raises")

    @classmethod
    async def _connect(cls, database: Database) -> Self:
        try:
            connection = await database.bare.connect()
        except (OSError, DBAPIError, PoolTimeout) as error:
            raise Unavailable from error
        raw = await connection.get_raw_connection()
        return cls(connection, cast("asyncpg.Connection", raw.driver_connection))

    async def commit(self) -> None:
        """Commit. Raises OutcomeUnknown when the connection broke meanwhile."""
        try:
            with as_dbapi_errors(self.driver):
                said = await self.driver.execute("COMMIT")
            self.over = True
        except DBAPIError as error:
            # The server may have committed before the connection broke: neither yes nor no.
            if is_connection_loss(error):
                raise OutcomeUnknown from error
            raise
        if said != "COMMIT":
            raise TransactionAborted

    async def rollback(self) -> None:
        """Undo everything."""
        with as_dbapi_errors(self.driver):
            await self.driver.execute("ROLLBACK")
        self.over = True

    async def release(self) -> None:
        """Give the connection back, with nothing open on it, whatever happened."""
        await asyncio.shield(self._release())

    async def _release(self) -> None:
        try:
            # Not asked of the driver: it knows of a transaction once the answer to BEGIN was read.
            if not self.over and not self.driver.is_closed():
                with contextlib.suppress(DBAPIError):
                    await self.rollback()
        finally:
            if not self.over or self.driver.is_closed():
                await self.connection.invalidate()
            await self.connection.close()


class TransactionAborted(RuntimeError):
    """An error was swallowed inside the transaction: the server undid all of it at COMMIT."""
