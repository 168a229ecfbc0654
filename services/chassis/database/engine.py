"""The service's own PostgreSQL database, as the roles that serve requests and read models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import asyncpg
from sqlalchemy import URL, Executable, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.chassis.base.errors import Unavailable
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import ServiceCredentials

POOL_SIZE = 3
POOL_OVERFLOW = 1
CONNECT_TIMEOUT_SECONDS = 3
POOL_WAIT_SECONDS = 5
STATEMENT_TIMEOUT_MS = 30_000
STATEMENTS_KEPT = 300
"""Compiled statements a connection keeps the plans of: more than any service has."""
SILENCE_SECONDS = 35
"""A server that still lives has said by then that a statement took too long: one that said nothing is
frozen, or the network between us lost it without a word. Without this, who asked waits for ever.
"""

RETRYABLE = frozenset({"40001", "40P01", "23503"})
"""Serialization failure, deadlock, and a row that is referred to and went meanwhile: the same work
may succeed a moment later, or say that the row is gone."""


QUERY_CANCELED = "57014"
"""The statement took longer than `STATEMENT_TIMEOUT_MS`."""


class DatabaseUnreachable(ConnectionError):
    """A database nobody answers for, or no longer, whatever the system calls it."""


@dataclass
class Database:
    """Connections of one service. `engine` is the `app` role; row-level security applies to it."""

    name: str
    settings: Settings
    credentials: ServiceCredentials
    engine: AsyncEngine
    bare: AsyncEngine
    """The same pool, for those who say BEGIN and COMMIT themselves."""
    _reader: AsyncEngine | None = field(default=None, repr=False)

    @classmethod
    def open(cls, settings: Settings, credentials: ServiceCredentials) -> Self:
        """Prepare the pool; connects at first use, so a service starts with its database down."""
        name = settings.database_name(credentials.service)
        engine = _engine(settings, name, "app", credentials.app_password)
        bare = engine.execution_options(isolation_level="AUTOCOMMIT")
        return cls(name, settings, credentials, engine, bare)

    @property
    def relay_dsn(self) -> str:
        """Address for asyncpg as the `relay` role (journal and due work only)."""
        url = _url(self.settings, self.name, "relay", self.credentials.relay_password)
        return (
            url.set(drivername="postgresql")
            .update_query_dict({"sslmode": self.settings.database_ssl})
            .render_as_string(hide_password=False)
        )

    def reader_engine(self) -> AsyncEngine:
        """Pool of the `reader` role, made at first use: it reads and writes nothing."""
        if self._reader is None:
            self._reader = _engine(
                self.settings, self.name, "reader", self.credentials.reader_password
            )
        return self._reader

    async def glance(self, statement: Executable, parameters: Mapping[str, Any]) -> Any:
        """First value of a query of a table without row security, or None; one round trip.

        Neither transaction nor scope: for what is asked at every change of a read model. A
        connection that died in the pool is replaced once. Raises Unavailable.
        """
        for last in (False, True):
            try:
                async with self.bare.connect() as connection:
                    return await connection.scalar(statement, parameters)
            except (OSError, DBAPIError, PoolTimeout) as error:
                if last or not is_connection_loss(error):
                    raise Unavailable from error
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
        if self._reader is not None:
            await self._reader.dispose()


def _url(settings: Settings, name: str, role: str, password: str) -> URL:
    return URL.create(
        "postgresql+asyncpg",
        username=f"{name}_{role}",
        password=password,
        host=settings.database_host,
        port=settings.database_port,
        database=name,
    )


def _engine(settings: Settings, name: str, role: str, password: str) -> AsyncEngine:
    engine = create_async_engine(
        _url(settings, name, role, password),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_WAIT_SECONDS,
        # A ping would cost a round trip per request; a dead connection answers 503 once instead.
        pool_pre_ping=False,
        # The text of an error must not quote what a user typed.
        hide_parameters=True,
        connect_args={
            "async_creator_fn": connect,
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "command_timeout": SILENCE_SECONDS,
            "ssl": settings.database_ssl,
            # Statements that read a whole page are long, and their plans are what is worth keeping.
            "max_cacheable_statement_size": 0,
            "statement_cache_size": STATEMENTS_KEPT,
            "server_settings": {
                "application_name": f"{name}_{role}",
                "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                # What was answered survives a power cut, whatever the server's default.
                "synchronous_commit": "on",
                "jit": "off",
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _say_who_was_lost)
    return engine


async def connect(*args: Any, **options: Any) -> asyncpg.Connection:
    """Connect as SQLAlchemy asks. Raises DatabaseUnreachable for whatever the network says."""
    try:
        return await asyncpg.connect(*args, **options)
    except OSError as error:
        raise DatabaseUnreachable from error


def _say_who_was_lost(context: ExceptionContext) -> None:
    """Raise DatabaseUnreachable where a connection breaks in the middle of a statement.

    asyncpg passes on what the socket said, and SQLAlchemy too: above, it could be anybody's.
    """
    error = context.original_exception
    if isinstance(error, OSError) and not isinstance(error, DatabaseUnreachable):
        context.is_disconnect = True
        raise DatabaseUnreachable from error


def sqlstate(error: BaseException) -> str | None:
    """SQLSTATE of a database error, or None when the server said nothing."""
    original = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(original, "sqlstate", None)
    return state if isinstance(state, str) else None


def is_retryable(error: BaseException) -> bool:
    """Whether running the same transaction again may succeed (deadlock, serialization)."""
    return sqlstate(error) in RETRYABLE


def is_connection_loss(error: BaseException) -> bool:
    """Whether the server is down, refused the connection or closed it.

    Told by where it comes from: what a file, a mail relay or another service raises may be an
    OSError too, of the same class, and says nothing of the server.
    """
    original = error
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or isinstance(error.orig, OSError):
            return True
        original = error.orig or error
    # InternalClientError says that asyncpg no longer knows what the server answers.
    if isinstance(original, DatabaseUnreachable | asyncpg.InternalClientError):
        return True
    state = sqlstate(error) or ""
    # 08: connection; 57P01-3: shutting down, crashed, starting; 53300: too many connections.
    return state.startswith("08") or state in {"57P01", "57P02", "57P03", "53300"}


def lacks_resources(error: BaseException) -> bool:
    """Whether the server has no room, no memory or a broken disk, whatever the statement."""
    state = sqlstate(error) or ""
    # 53: insufficient resources (53100: disk full); 58030: input/output error.
    return state.startswith("53") or state == "58030"


def is_too_slow(error: BaseException) -> bool:
    """Whether the server gave a statement up because it took too long: nothing of it stays."""
    return sqlstate(error) == QUERY_CANCELED
