"""What counts as trouble of the service is waited out; anything else is trouble with an event."""

import errno

import asyncpg
import pytest
from asyncpg.prepared_stmt import PreparedStatement
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.chassis.base.errors import Unavailable
from services.chassis.base.settings import Settings
from services.chassis.database.compiled_statements import as_dbapi_errors
from services.chassis.database.engine import Database
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.web.problems import known_error


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "no"),
        PermissionError(13, "no"),
        OSError(),
        ConnectionResetError(),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
)
def test_what_a_file_or_another_server_raises_is_no_trouble_of_the_database(error: OSError) -> None:
    assert not is_trouble(error)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.EMFILE, "Too many open files"),
        OSError(errno.ENFILE, "Too many open files in system"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        OSError(errno.ENOSPC, "No space left on device"),
        RuntimeError("can't start new thread"),
    ],
    ids=repr,
)
def test_what_this_process_lacks_is_trouble_and_no_fault_of_an_event(error: Exception) -> None:
    assert is_trouble(error)
    assert isinstance(known_error(error), Unavailable)


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), TimeoutError(), OSError(113, "no route")]
)
async def test_a_connection_of_the_database_that_breaks_in_a_statement_is(
    database: Database, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """Asyncpg raises what the socket says."""

    async def breaks(*_: object, **__: object) -> None:
        raise error

    async with database.engine.connect() as connection:
        with monkeypatch.context() as patched:
            patched.setattr(PreparedStatement, "fetch", breaks)
            with pytest.raises(OSError) as raised:  # noqa: PT011 whichever the system says
                await connection.execute(text("SELECT 1"))
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1

    assert is_trouble(raised.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "/nowhere", "no-host.invalid"])
async def test_a_server_that_cannot_be_reached_is_however_the_system_says_so(
    migrated: Settings, credentials: ServiceCredentials, host: str
) -> None:
    nowhere = migrated.replaced(database_host=host, database_port=1)
    database = Database.open(nowhere, credentials)
    try:
        with pytest.raises(OSError) as raised:  # noqa: PT011 whichever the system says
            async with database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
    finally:
        await database.close()

    assert is_trouble(raised.value)


async def test_a_driver_that_lost_the_thread_of_its_server_is(
    superuser: asyncpg.Connection,
) -> None:
    with pytest.raises(DBAPIError) as raised, as_dbapi_errors(superuser):
        raise asyncpg.InternalClientError("got result for unknown protocol state 3")

    assert is_trouble(raised.value)
    assert is_trouble(asyncpg.InternalClientError("the same, raised under SQLAlchemy"))
