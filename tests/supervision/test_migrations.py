"""What was folded before statements of coverage existed is compared with them all the same."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import asyncpg

from contracts.identifiers import Uai
from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.acquaintances.model import Sought
from services.supervision.acquaintances.queries.acquaintances import find_known
from services.supervision.audit.queries import shown_otherwise
from services.supervision.exactness.queries.folded import folded_coverage
from services.supervision.service import SERVICE
from tests.supervision.network import BOURDELLE, WHOLE_DEPARTMENT

PERIOD = uuid4()


async def _at_first(apart: Settings, folder: Path, before: str) -> None:
    """A database as an earlier release left it."""
    earlier = folder / "versions"
    earlier.mkdir()
    for file in (SERVICE.migrations / "versions").glob("[0-9]*.py"):
        if file.name < before:
            shutil.copy(file, earlier)
    await run_migrations(replace(SERVICE, migrations=folder), apart)


async def _connected(cluster: EmbeddedPostgres, apart: Settings) -> asyncpg.Connection:
    server = cluster.url.rpartition("/")[0]
    return await asyncpg.connect(f"{server}/{apart.database_name(SERVICE.name)}")


async def test_what_was_told_before_any_statement_comes_before_all_of_them(
    cluster: EmbeddedPostgres, work: UnitsOfWork, settings: Settings, tmp_path: Path
) -> None:
    apart = settings.model_copy(update={"database_prefix": f"{settings.database_prefix}said_"})
    await _at_first(apart, tmp_path, "0010")
    connection = await _connected(cluster, apart)
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


async def test_a_company_known_before_is_found_with_the_partnership_it_has(
    cluster: EmbeddedPostgres, work: UnitsOfWork, settings: Settings, tmp_path: Path
) -> None:
    apart = settings.model_copy(update={"database_prefix": f"{settings.database_prefix}knew_"})
    await _at_first(apart, tmp_path, "0015")
    connection = await _connected(cluster, apart)
    company_id, event_id = uuid4(), uuid4()
    await connection.execute(
        "INSERT INTO companies (company_id, public_name, commune, version, event_id)"
        " VALUES ($1, 'Élec Occitane', '82121', 1, $1)",
        company_id,
    )
    await connection.execute(
        "INSERT INTO partnerships (uai, partnership_id, stage, agreement, version, event_id)"
        " VALUES ($1, $2, 'active', 'none', 3, $3)",
        *(BOURDELLE, uuid4(), event_id),
    )
    await connection.execute(
        "INSERT INTO network_journal (event_id, uai, event, recorded_at, correlation_id,"
        " company_id, details) VALUES ($1, $2, 'partnership_signed', now(), $1, $3, '{}')",
        *(event_id, BOURDELLE, company_id),
    )
    await connection.close()

    await run_migrations(SERVICE, apart)

    database = Database.open(apart, ServiceCredentials.load(apart.credentials, SERVICE.name))
    units = UnitsOfWork(database, service=SERVICE.name, department="82")
    async with units.begin(WHOLE_DEPARTMENT) as uow:
        [found] = (await find_known(uow, Sought.read("elec montauban"))).companies
    await database.close()
    assert [(one.uai, one.bonds[0].state) for one in found.lycees] == [(BOURDELLE, "Actif")]
