"""What counts as trouble of the service is waited out; anything else is trouble with an event."""

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.chassis.credentials import ServiceCredentials
from services.chassis.database import Database
from services.chassis.prepared import as_dbapi_errors
from services.chassis.settings import Settings
from services.chassis.trouble import is_trouble


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "no"), PermissionError(13, "no"), OSError()]
)
def test_a_file_that_cannot_be_read_is_no_trouble_of_the_database(error: OSError) -> None:
    assert not is_trouble(error)


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError()])
def test_a_connection_that_breaks_is(error: OSError) -> None:
    assert is_trouble(error)


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
