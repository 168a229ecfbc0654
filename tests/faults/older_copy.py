"""One database put back as it was before, while the others and the bus have gone on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg

from tests.support.waiting import eventually

PutBack = Callable[[], Awaitable[None]]
_TABLES = """
SELECT c.relname AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname
"""
_SEQUENCES = """
SELECT format('SELECT setval(%L, %s, %L)', quote_ident(sequencename),
    coalesce(last_value, start_value), last_value IS NOT NULL) AS statement
FROM pg_sequences WHERE schemaname = 'public'
"""
_CUT_EVERYBODY_OFF = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@asynccontextmanager
async def kept(superuser: asyncpg.Connection) -> AsyncIterator[PutBack]:
    """A copy of the database as it is now; what is yielded puts it back and cuts everybody off."""
    tables = await superuser.fetch(_TABLES)
    await superuser.execute("DROP SCHEMA IF EXISTS older CASCADE; CREATE SCHEMA older")
    # As a backup does it: all tables as of one moment, and numbers given out no earlier.
    async with superuser.transaction(isolation="repeatable_read"):
        for table in tables:
            columns = table["columns"]
            await superuser.execute(
                f"CREATE TABLE older.{table['name']} AS SELECT {columns} FROM {table['name']}"
            )
    sequences = [row["statement"] for row in await superuser.fetch(_SEQUENCES)]
    statements = [
        "SET LOCAL session_replication_role = replica",
        f"LOCK TABLE {', '.join(table['name'] for table in tables)} NOWAIT",
    ]
    for table in tables:
        columns = f"({table['columns']}) OVERRIDING SYSTEM VALUE SELECT {table['columns']}"
        statements += [
            f"DELETE FROM {table['name']}",
            f"INSERT INTO {table['name']} {columns} FROM older.{table['name']}",
        ]

    async def was_put_back() -> bool:
        try:
            async with superuser.transaction():
                await superuser.execute("; ".join([*statements, *sequences]))
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return False
        return True

    async def put_back() -> None:
        await superuser.fetchval(_CUT_EVERYBODY_OFF)
        await eventually(was_put_back)
        await superuser.fetchval(_CUT_EVERYBODY_OFF)

    try:
        yield put_back
    finally:
        await superuser.execute("DROP SCHEMA older CASCADE")
