"""What was folded before statements of coverage existed is compared with them all the same."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import asyncpg

from contracts.identifiers import Uai
from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.credentials import ServiceCredentials
from services.chassis.database import Database
from services.chassis.migrations import run_migrations
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork
from services.supervision.queries.folded import folded_coverage
from services.supervision.queries.shown import shown_otherwise
from services.supervision.service import SERVICE
from tests.supervision.network import BOURDELLE, WHOLE_DEPARTMENT

PERIOD = uuid4()


async def test_what_was_told_before_any_statement_comes_before_all_of_them(
    cluster: EmbeddedPostgres, work: UnitsOfWork, settings: Settings, tmp_path: Path
) -> None:
    apart = settings.model_copy(update={"database_prefix": f"{settings.database_prefix}said_"})
    earlier = tmp_path / "versions"
    earlier.mkdir()
    for file in (SERVICE.migrations / "versions").glob("000[1-9]_*.py"):
        shutil.copy(file, earlier)
    await run_migrations(replace(SERVICE, migrations=tmp_path), apart)
    server = cluster.url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/{apart.database_name(SERVICE.name)}")
    await connection.execute(
        "INSERT INTO coverages (uai, coverage_id, period_id, mef, concerned, exempted,"
        ' "left", host_agreed, agreement_issued, agreement_signed, recorded_at, version, event_id)'
        " VALUES ($1, $2, $3, '2473121411', 9, 1, 1, 4, 3, 2, now(), 7, $2)",
        *(BOURDELLE, uuid4(), PERIOD),
    )
    await connection.close()

    await run_migrations(SERVICE, apart)

    database = Database.open(apart, ServiceCredentials.load(apart.credentials, SERVICE.name))
    units = UnitsOfWork(database, service=SERVICE.name, department="82")
    async with units.begin(WHOLE_DEPARTMENT) as uow:
        [(_, figures)] = (await folded_coverage(uow, Uai(BOURDELLE), 1)).values()
        assert await shown_otherwise(uow) == {}
    await database.close()
    assert tuple(figures.values()) == (9, 1, 1, 4, 3, 2)
