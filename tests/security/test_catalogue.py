"""The walls between lycées, as PostgreSQL itself tells them: whatever table a migration adds.

Everything here is read from the catalogue of the running databases. A new table with a `uai` is
covered by itself; one without has to be named in a list that somebody reads.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest
import pytest_asyncio

from deploy.services import SERVICES
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.service.spec import Service
from tests.support.services import ServiceDatabases

OURS, THEIRS = "0829001N", "0829002P"

NOT_OF_A_LYCEE = {
    "every service": {
        "alembic_version",  # the revision of the schema
        "commands",  # answers by command id and account; looked up before any scope is known
        "delivery_attempts",  # counts by event id
        "erasures",  # ids of what was erased, applied in the scope of each lycée
        "inbox",  # ids of events handled
        "inbox_floors",  # up to which number all were handled
        "reconciled_sources",  # which numbers were seen in a stream
        "reconciled_streams",  # how far a stream was compared with the journal
        "reconciliations",  # counts of what was found
        "reaction_groups",  # since when a group reacts
        "stream_marks",  # how far a stream was
        "watermarks",  # how far a read model is
    },
    "notifications": {
        "relay_troubles",  # since when the relay of mails turns us away; no content
    },
    "portal": {
        "demo_mails",  # mails of the demonstration, read on its machine only
        "accounts",  # read at sign-in, before anybody knows for which lycée
        "calendar_feeds",  # same; hashes alone
        "sessions",  # same; hashes alone
        *("half_sign_ins", "second_factors", "recovery_codes"),  # same; hashes and ids alone
        "sign_in_failures",  # digests and instants
    },
}
"""Tables without row security, and why that is right."""

READ_BY_ITS_OWN_ROLE = {("journal", "relay"), ("due_work", "relay")}
"""Policies open to all rows: the relay publishes what every lycée of the database recorded."""

TIED_BY_ONE_COLUMN: dict[str, set[str]] = {}
"""Foreign keys between tables of lycées that need not hold the lycée, by service."""

DEFINERS: dict[str, set[str]] = {
    "partnerships": {
        "analyse_registry"
    },  # takes nothing, answers nothing: statistics of five tables
}
"""Functions that run with their owner's rights, by service."""


@dataclass
class Base:
    """The database of one service, seen by the superuser."""

    service: Service
    name: str
    connection: asyncpg.Connection

    async def tables(self, *, with_uai: bool) -> set[str]:
        """Tables that have, or lack, a column `uai`."""
        rows = await self.connection.fetch(
            """
            SELECT c.relname, EXISTS (
                SELECT FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attname = 'uai' AND NOT a.attisdropped
            ) AS has_uai
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.nspname NOT LIKE 'pg_toast%' AND c.relkind IN ('r', 'p', 'f', 'm')
            """
        )
        return {row["relname"] for row in rows if row["has_uai"] == with_uai}


@pytest_asyncio.fixture(params=SERVICES, ids=lambda service: service.name)
async def base(
    request: pytest.FixtureRequest, service_databases: ServiceDatabases
) -> AsyncIterator[Base]:
    """Each service's database in turn."""
    service: Service = request.param
    await service_databases.migrate(service)
    connection = await service_databases.superuser(service.name)
    yield Base(service, service_databases.settings.database_name(service.name), connection)
    await connection.close()


async def test_every_table_of_lycees_is_behind_row_security(base: Base) -> None:
    of_lycees = await base.tables(with_uai=True)
    guarded = await base.connection.fetch(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    with_policies = await base.connection.fetch("SELECT DISTINCT tablename FROM pg_policies")

    assert of_lycees
    assert of_lycees - {row["relname"] for row in guarded} == set()
    assert of_lycees - {row["tablename"] for row in with_policies} == set()


async def test_every_policy_looks_at_the_scope(base: Base) -> None:
    policies = await base.connection.fetch(
        "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies"
    )

    for policy in policies:
        if (policy["tablename"], policy["policyname"]) in READ_BY_ITS_OWN_ROLE:
            assert policy["roles"] == [f"{base.name}_{policy['policyname']}"]
            continue
        for rule in (policy["qual"], policy["with_check"]):
            assert rule is None or "app.uais" in rule, dict(policy)
        assert policy["with_check"] or policy["cmd"] in ("SELECT", "DELETE"), dict(policy)


async def test_every_other_table_is_shared_on_purpose(base: Base) -> None:
    without = await base.tables(with_uai=False)
    guarded = await base.connection.fetch(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    reviewed = NOT_OF_A_LYCEE["every service"] | NOT_OF_A_LYCEE.get(base.service.name, set())

    assert without - {row["relname"] for row in guarded} == reviewed


async def test_a_row_of_another_lycee_cannot_be_written_in_any_table(
    base: Base, service_databases: ServiceDatabases
) -> None:
    """PostgreSQL judges row security before it looks for missing columns."""
    settings = service_databases.settings
    credentials = ServiceCredentials.load(settings.credentials, base.service.name)
    app = await asyncpg.connect(
        host=settings.database_host,
        port=settings.database_port,
        user=f"{base.name}_app",
        password=credentials.app_password,
        database=base.name,
    )
    refused = asyncpg.InsufficientPrivilegeError
    for table in sorted(await base.tables(with_uai=True)):
        for scope, uai, allowed in ((OURS, THEIRS, False), ("", OURS, False), (OURS, OURS, True)):
            transaction = app.transaction()
            await transaction.start()
            await app.execute("SELECT set_config('app.uais', $1, true)", scope)
            try:
                await app.execute(f'INSERT INTO "{table}" (uai) VALUES ($1)', uai)
                outcome: type[Exception] | None = None
            except asyncpg.PostgresError as error:
                outcome = type(error)
            finally:
                await transaction.rollback()
            assert (outcome is not refused) == allowed, (table, scope, uai)
    await app.close()


async def test_a_key_between_tables_of_lycees_holds_the_lycee(base: Base) -> None:
    of_lycees = await base.tables(with_uai=True)
    keys = await base.connection.fetch(
        """
        SELECT conname, conrelid::regclass::text AS of, confrelid::regclass::text AS to,
            ARRAY(SELECT attname::text FROM pg_attribute
                  WHERE attrelid = conrelid AND attnum = ANY(conkey)) AS columns,
            ARRAY(SELECT attname::text FROM pg_attribute
                  WHERE attrelid = confrelid AND attnum = ANY(confkey)) AS referred
        FROM pg_constraint WHERE contype = 'f'
        """
    )
    open_keys = {
        key["conname"]
        for key in keys
        if {key["of"], key["to"]} <= of_lycees
        and not ("uai" in key["columns"] and "uai" in key["referred"])
    }

    assert open_keys == TIED_BY_ONE_COLUMN.get(base.service.name, set())


async def test_no_role_of_a_service_is_above_the_walls(base: Base) -> None:
    roles = await base.connection.fetch(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
        " OR rolreplication AS above FROM pg_roles WHERE rolname LIKE $1",
        f"{base.name}\\_%",
    )
    memberships = await base.connection.fetch(
        "SELECT m.rolname, r.rolname AS of FROM pg_auth_members a"
        " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid"
        " WHERE m.rolname LIKE $1",
        f"{base.name}\\_%",
    )

    expected = {f"{base.name}_{role}" for role in ("owner", "app", "relay", "reader")}
    assert {row["rolname"] for row in roles} == expected
    assert [row["rolname"] for row in roles if row["above"]] == []
    assert [dict(row) for row in memberships] == []


async def test_those_who_serve_requests_own_nothing(base: Base) -> None:
    owners = await base.connection.fetch(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    )
    to_all = await base.connection.fetch(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = 'PUBLIC' AND table_schema = 'public'"
    )
    written_by_readers = await base.connection.fetch(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = $1 AND privilege_type <> 'SELECT'",
        f"{base.name}_reader",
    )

    assert [row["tableowner"] for row in owners] == [f"{base.name}_owner"]
    assert to_all == []
    assert written_by_readers == []


async def test_no_view_looks_over_the_walls(base: Base) -> None:
    views = await base.connection.fetch(
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'v' AND n.nspname = 'public'
        AND NOT coalesce('security_invoker=true' = ANY(c.reloptions), false)
        """
    )

    assert [row["relname"] for row in views] == []


async def test_no_function_looks_over_the_walls(base: Base) -> None:
    functions = await base.connection.fetch(
        """
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        """
    )

    assert {row["proname"] for row in functions} == DEFINERS.get(base.service.name, set())


async def test_nobody_connects_without_a_password(base: Base) -> None:
    rules = await base.connection.fetch("SELECT auth_method, error FROM pg_hba_file_rules")

    assert {rule["auth_method"] for rule in rules} == {"scram-sha-256"}
    assert [rule["error"] for rule in rules if rule["error"]] == []


async def test_a_service_cannot_enter_the_database_of_another(
    base: Base, service_databases: ServiceDatabases
) -> None:
    settings = service_databases.settings
    for other in SERVICES:
        await service_databases.migrate(other)
        credentials = ServiceCredentials.load(settings.credentials, other.name)
        entering = asyncpg.connect(
            host=settings.database_host,
            port=settings.database_port,
            user=f"{settings.database_name(other.name)}_app",
            password=credentials.app_password,
            database=base.name,
        )
        if other is base.service:
            await (await entering).close()
            continue
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await entering


async def test_every_column_of_the_running_database_is_in_the_register(base: Base) -> None:
    """A migration may add what no table of the code has."""
    rows = await base.connection.fetch(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
    )
    told = {(table, c) for table, said in base.service.whole_register.items() for c in said.columns}

    assert {(row["table_name"], row["column_name"]) for row in rows} == told
