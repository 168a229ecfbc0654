"""The database the migrations make is the one the code speaks of."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.postgres import EmbeddedPostgres
from services.notifications.service import SERVICE
from tests.support.services import ServiceDatabases


async def test_the_migrations_make_the_tables_the_code_declares(
    cluster: EmbeddedPostgres, service_databases: ServiceDatabases
) -> None:
    await service_databases.migrate(SERVICE)
    server = cluster.url.rpartition("/")[0].replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(
        f"{server}/{service_databases.settings.database_name(SERVICE.name)}"
    )
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection,
        opts={"compare_server_default": True},
    )
    return list(compare_metadata(context, SERVICE.metadata))
