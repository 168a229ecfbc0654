"""The database the migrations make is the one the code speaks of."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.internships.base.metadata import metadata
from services.internships.service import SERVICE
from tests.internships.conftest import INTERNSHIPS


async def test_the_migrations_make_the_tables_the_code_declares(
    cluster: EmbeddedPostgres, migrated: Settings
) -> None:
    server = cluster.url.rpartition("/")[0].replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(f"{server}/{migrated.database_name(INTERNSHIPS)}")
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_hosts_known_before_their_keys_were_kept_are_found_by_them(
    cluster: EmbeddedPostgres, migrated: Settings, tmp_path: Path
) -> None:
    """The owner of the tables sees no row of a lycée, unless the migration says so."""
    settings = migrated.model_copy(update={"database_prefix": f"{migrated.database_prefix}keys_"})
    earlier = tmp_path / "versions"
    earlier.mkdir()
    for file in (SERVICE.migrations / "versions").glob("000[1-8]_*.py"):
        shutil.copy(file, earlier)
    await run_migrations(replace(SERVICE, migrations=tmp_path), settings)
    server = cluster.url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/{settings.database_name(INTERNSHIPS)}")
    company, site = uuid4(), uuid4()
    await connection.execute(
        "INSERT INTO host_companies (company_id, version) VALUES ($1, 1)", company
    )
    await connection.execute(
        "INSERT INTO host_sites (site_id, company_id, site_key, search_text, listed)"
        " VALUES ($1, $2, $3, '', true)",
        *(site, company, f"local:{site}"),
    )

    await run_migrations(SERVICE, settings)

    assert await connection.fetchval("SELECT site_id FROM host_keys") == site
    await connection.close()


async def test_lycees_that_had_published_periods_state_their_coverage_from_now_on(
    cluster: EmbeddedPostgres, migrated: Settings, tmp_path: Path
) -> None:
    settings = migrated.model_copy(update={"database_prefix": f"{migrated.database_prefix}said_"})
    earlier = tmp_path / "versions"
    earlier.mkdir()
    for file in (SERVICE.migrations / "versions").glob("00[01]?_*.py"):
        shutil.copy(file, earlier)
    for file in (SERVICE.migrations / "versions").glob("002[0-7]_*.py"):
        shutil.copy(file, earlier)
    await run_migrations(replace(SERVICE, migrations=tmp_path), settings)
    server = cluster.url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/{settings.database_name(INTERNSHIPS)}")
    formation, period = uuid4(), uuid4()
    await connection.execute(
        "INSERT INTO formations (uai, formation_id, mef, label, version)"
        " VALUES ('0820021C', $1, '2473121411', 'Électricité', 1)",
        formation,
    )
    await connection.execute(
        "INSERT INTO periods (uai, period_id, school_year, starts_on, ends_on, weeks, status,"
        " version) VALUES ('0820021C', $1, '2026-2027', '2027-01-04', '2027-01-29', 4,"
        " 'published', 2)",
        period,
    )
    await connection.execute(
        "INSERT INTO coverages (uai, coverage_id, period_id, formation_id, concerned, exempted,"
        ' "left", host_agreed, agreement_issued, agreement_signed, version)'
        " VALUES ('0820021C', $1, $2, $3, 1, 0, 0, 1, 0, 0, 1)",
        *(uuid4(), period, formation),
    )

    await run_migrations(SERVICE, settings)

    due = await connection.fetch("SELECT job, uai, due_at <= now() AS now FROM due_work")
    assert [tuple(row) for row in due] == [("state_coverage", "0820021C", True)]
    await connection.close()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection,
        opts={"compare_server_default": True},
    )
    return list(compare_metadata(context, metadata))
