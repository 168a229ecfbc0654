"""Databases of tests, emptied: the tables of one that is there already are quicker than new ones."""

import asyncpg

from tests.support.waiting import eventually

# TRUNCATE makes new files for each table and each of its indexes: many times as long as deleting the
# few rows of a test. All locks are taken at once or none: waiting for one table while holding others
# meets a service at work from the other side. As a replica, nothing is checked row by row.
# A function, because PostgreSQL then plans the hundred statements once in a connection.
MADE = """
    WITH tables AS (
        SELECT quote_ident(tablename) AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    ), sequences AS (
        SELECT format('PERFORM setval(%L, %s, false) FROM %s WHERE is_called', quote_ident(sequencename),
            start_value, quote_ident(sequencename)) AS anew
        FROM pg_sequences WHERE schemaname = 'public'
    )
    SELECT format(
        'CREATE OR REPLACE FUNCTION pg_temp.emptied() RETURNS void LANGUAGE plpgsql'
        ' SET session_replication_role = replica AS %L',
        concat_ws('; ',
            'BEGIN LOCK TABLE ' || (SELECT string_agg(name, ', ') FROM tables) || ' IN SHARE ROW EXCLUSIVE MODE NOWAIT',
            (SELECT string_agg('DELETE FROM ' || name, '; ') FROM tables),
            (SELECT string_agg(anew, '; ') FROM sequences),
            'END'
        )
    )
"""
TABLES = "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"
_OF_TABLES = "passerelle.emptied"
"""What the session remembers: of which tables its function was made."""


async def empty_tables(superuser: asyncpg.Connection) -> None:
    """Remove every row, and count from one again: between the writes of whoever else works there."""
    tables = await superuser.fetchval(TABLES)
    if tables != await superuser.fetchval("SELECT current_setting($1, true)", _OF_TABLES):
        await superuser.execute(await superuser.fetchval(MADE))
        await superuser.execute("SELECT set_config($1, $2, false)", _OF_TABLES, tables)

    async def emptied() -> bool:
        try:
            await superuser.execute("SELECT pg_temp.emptied()")
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            return False
        return True

    await eventually(emptied)
