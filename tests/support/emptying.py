"""Databases of tests, emptied: the tables of one that is there already are quicker than new ones."""

import asyncpg

from tests.support.waiting import eventually

# TRUNCATE makes new files for each table and each of its indexes: many times as long as deleting the
# few rows of a test. All locks are taken at once or none: waiting for one table while holding others
# meets a service at work from the other side. As a replica, nothing is checked row by row.
STATEMENTS = """
    WITH tables AS (
        SELECT quote_ident(tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    ), sequences AS (
        SELECT format('SELECT setval(%L, %s, false)', quote_ident(sequencename), start_value) AS anew
        FROM pg_sequences WHERE schemaname = 'public'
    )
    SELECT concat_ws('; ',
        'SET LOCAL session_replication_role = replica',
        'LOCK TABLE ' || (SELECT string_agg(name, ', ') FROM tables) || ' IN SHARE ROW EXCLUSIVE MODE NOWAIT',
        (SELECT string_agg('DELETE FROM ' || name, '; ') FROM tables),
        (SELECT string_agg(anew, '; ') FROM sequences)
    )
"""


async def empty_tables(superuser: asyncpg.Connection) -> None:
    """Remove every row, and count from one again: between the writes of whoever else works there."""
    statements = await superuser.fetchval(STATEMENTS)

    async def emptied() -> bool:
        try:
            async with superuser.transaction():
                await superuser.execute(statements)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return False
        return True

    await eventually(emptied)
