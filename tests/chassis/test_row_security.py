"""Who sees and writes which rows, as PostgreSQL itself enforces it."""

from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import DBAPIError, ProgrammingError

from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.provisioning import owner_url
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, department_event, scope_of
from tests.chassis.ledger import Ledger, entries, places, totals, visits

DEPARTMENT = Scope(frozenset(), department_wide=True)


async def add_entry(units: UnitsOfWork, uai: str, *, scope: Scope | None = None) -> None:
    async with units.begin(scope or scope_of(BOURDELLE)) as uow:
        await uow.execute(insert(entries), {"entry_id": uuid4(), "uai": uai, "label": "x"})


def publish_for_another(uow: UnitOfWork) -> None:
    """As a bug of a use case could, past the checks made in Python."""
    uow.scope = scope_of(MAURY)
    uow.publish(department_event(), uai=MAURY)


async def seen(units: UnitsOfWork, table: Table, scope: Scope) -> list[str]:
    async with units.begin(scope) as uow:
        return sorted(row.uai for row in await uow.execute(select(table)))


async def test_a_lycee_sees_its_rows_and_no_others(units: UnitsOfWork) -> None:
    await add_entry(units, BOURDELLE)
    await add_entry(units, MAURY, scope=scope_of(MAURY))

    assert await seen(units, entries, scope_of(BOURDELLE)) == [BOURDELLE]
    assert await seen(units, entries, scope_of(BOURDELLE, MAURY)) == [BOURDELLE, MAURY]
    assert await seen(units, entries, scope_of()) == []
    assert await seen(units, entries, DEPARTMENT) == []


async def test_a_row_of_another_lycee_cannot_be_written(units: UnitsOfWork) -> None:
    for scope in (scope_of(BOURDELLE), scope_of(), DEPARTMENT):
        with pytest.raises(ProgrammingError, match="row-level security"):
            await add_entry(units, MAURY, scope=scope)


async def test_a_row_cannot_be_given_to_another_lycee(units: UnitsOfWork) -> None:
    await add_entry(units, BOURDELLE)
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with units.begin(scope_of(BOURDELLE)) as uow:
            await uow.execute(entries.update().values(uai=str(MAURY)))


async def test_the_scope_of_one_transaction_does_not_reach_the_next(
    database: Database, units: UnitsOfWork
) -> None:
    await add_entry(units, BOURDELLE)
    async with database.engine.connect() as connection:
        found = (await connection.execute(select(entries))).all()
    assert found == []


async def test_shared_rows_are_read_by_all_and_written_for_oneself(units: UnitsOfWork) -> None:
    place = uuid4()
    async with units.begin(scope_of(BOURDELLE)) as uow:
        await uow.execute(insert(places), {"place_id": place, "label": "Garage"})
        await uow.execute(insert(visits), {"uai": str(BOURDELLE), "place_id": place})

    assert await seen(units, visits, scope_of(MAURY)) == [BOURDELLE]
    assert await seen(units, visits, scope_of()) == []
    async with units.begin(scope_of(MAURY)) as uow:
        removed = await uow.execute(visits.delete())
        assert removed.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with units.begin(scope_of(MAURY)) as uow:
            await uow.execute(insert(visits), {"uai": str(BOURDELLE), "place_id": uuid4()})


async def test_the_department_sees_only_tables_meant_for_it(units: UnitsOfWork) -> None:
    async with units.begin(DEPARTMENT) as uow:
        await uow.execute(insert(totals), {"uai": str(BOURDELLE), "total": "3"})
    assert await seen(units, totals, DEPARTMENT) == [BOURDELLE]
    assert await seen(units, totals, scope_of(MAURY)) == []


async def test_even_the_owner_of_the_tables_sees_nothing_without_a_scope(
    units: UnitsOfWork, migrated: Settings
) -> None:
    await add_entry(units, BOURDELLE)
    operator = OperatorCredentials.load(migrated.credentials)
    url = owner_url(migrated, Ledger.name, operator).set(drivername="postgresql", query={})
    owner = await asyncpg.connect(url.render_as_string(hide_password=False))
    assert await owner.fetch("SELECT * FROM entries") == []
    await owner.close()


async def test_the_journal_refuses_an_event_of_another_lycee(
    units: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with units.begin(scope_of(BOURDELLE)) as uow:
            publish_for_another(uow)
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 0


async def test_the_subject_of_a_journal_row_names_the_lycee_of_the_row(
    superuser: asyncpg.Connection,
) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(
            "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers,"
            " payload, recorded_at) VALUES (gen_random_uuid(), '0820021C', '/82/0820021C/x',"
            " 'bureau', 1, 'bureau.82.0820032P.x.y.v1', '{}', '', now())"
        )


async def test_roles_have_their_rights_and_no_more(
    migrated: Settings, credentials: ServiceCredentials, database: Database
) -> None:
    relay = await asyncpg.connect(database.relay_dsn)
    await relay.execute("UPDATE journal SET sent_at = now()")
    for refused in (
        "SELECT * FROM entries",
        "DELETE FROM journal",
        "UPDATE journal SET payload = ''",
        "INSERT INTO due_work (job, uai, key, due_at) VALUES ('a', 'b', 'c', now())",
        "CREATE TABLE mine ()",
        "CREATE TEMP TABLE mine ()",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await relay.execute(refused)
    await relay.close()


async def test_the_application_cannot_rewrite_the_journal(units: UnitsOfWork) -> None:
    for refused in ("UPDATE journal SET payload = ''", "DELETE FROM journal", "TRUNCATE entries"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with units.begin(scope_of(BOURDELLE)) as uow:
                await uow.connection.exec_driver_sql(refused)


async def test_the_reader_reads_in_its_scope_and_writes_nothing(
    units: UnitsOfWork, database: Database
) -> None:
    await add_entry(units, BOURDELLE)
    async with database.reader_engine().connect() as connection:
        assert (await connection.execute(select(entries))).all() == []
        with pytest.raises(ProgrammingError, match="permission denied"):
            await connection.execute(entries.delete())


async def test_no_role_of_a_service_may_bypass_anything(
    superuser: asyncpg.Connection, migrated: Settings
) -> None:
    roles = await superuser.fetch(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
        " FROM pg_roles WHERE starts_with(rolname, $1)",
        migrated.database_name(Ledger.name),
    )
    assert len(roles) == 4
    assert not any(any(list(role.values())[1:]) for role in roles)


async def test_another_services_roles_cannot_even_connect(
    superuser: asyncpg.Connection, migrated: Settings
) -> None:
    await superuser.execute("DROP ROLE IF EXISTS stranger")
    await superuser.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(
            host=migrated.database_host,
            port=migrated.database_port,
            user="stranger",
            password="x",
            database=migrated.database_name(Ledger.name),
        )
    await superuser.execute("DROP ROLE stranger")
