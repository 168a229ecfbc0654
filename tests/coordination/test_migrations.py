"""What was noted before an upgrade is where the new release looks for it."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.database.migrations import run_migrations
from services.coordination.service import SERVICE
from tests.support.network import HERE
from tests.support.services import ServiceDatabases


async def test_signals_that_were_withdrawn_before_are_not_counted(
    cluster: EmbeddedPostgres, service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    # Its role signs in with credentials that this makes.
    await service_databases.migrate(SERVICE)
    settings = service_databases.settings
    apart = settings.model_copy(update={"database_prefix": f"{settings.database_prefix}kept_"})
    earlier = tmp_path / "versions"
    earlier.mkdir()
    for file in (SERVICE.migrations / "versions").glob("[0-9]*.py"):
        if file.name < "0033":
            shutil.copy(file, earlier)
    await run_migrations(replace(SERVICE, migrations=tmp_path), apart)
    server = cluster.url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/{apart.database_name(SERVICE.name)}")
    kept: dict[str, UUID] = {}
    for status in ("raised", "withdrawn"):
        kept[status] = uuid4()
        await connection.execute(
            "INSERT INTO training_signals (uai, signal_id, kind, rome, strength, source, told_on, text,"
            " status, raised_at, changed_at, version, words) VALUES ($1, $2, 'shortage', 'F1602',"
            " 'isolated', 'company', '2026-11-20', 'On cherche', $3, now(), now(), 1, ' on cherche ')",
            *(HERE, kept[status], status),
        )

    await run_migrations(SERVICE, apart)

    standing = await connection.fetch("SELECT uai, signal_id FROM standing_signals")
    forced = await connection.fetchval(
        "SELECT bool_and(relforcerowsecurity) FROM pg_class"
        " WHERE relname IN ('training_signals', 'standing_signals')"
    )
    await connection.close()
    assert [tuple(one) for one in standing] == [(HERE, kept["raised"])]
    assert forced
