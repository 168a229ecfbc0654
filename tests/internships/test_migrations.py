"""The database the migrations make is the one the code speaks of."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.settings import Settings
from services.internships.storage.tables import metadata
from tests.internships.conftest import INTERNSHIPS


async def test_the_migrations_make_the_tables_the_code_declares(
    cluster: EmbeddedPostgres, migrated: Settings
) -> None:
    server = cluster.url.rpartition("/")[0].replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(f"{server}/{migrated.database_name(INTERNSHIPS)}")
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection,
        opts={"compare_server_default": True},
    )
    return list(compare_metadata(context, metadata))
