"""Backups as an operator makes them: pg_dump, then pg_restore into the same server."""

import asyncio
from pathlib import Path

import asyncpg

from deploy.embedded.postgres_binaries import binaries


async def back_up(superuser_url: str, database: str, to: Path) -> None:
    """Write the whole database to a file."""
    await _run("pg_dump", "--format=custom", f"--file={to}", _address(superuser_url, database))


async def bring_back(superuser_url: str, database: str, backup: Path) -> None:
    """Drop the database and make it again from the file; whoever is connected is cut off."""
    connection = await asyncpg.connect(superuser_url)
    owner = await connection.fetchval(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = $1", database
    )
    # What the copy does not hold: who owns the database, and who may connect to it.
    rights = await connection.fetch(
        "SELECT grantee::regrole::text AS role FROM pg_database, aclexplode(datacl)"
        " WHERE datname = $1 AND privilege_type = 'CONNECT' AND grantee <> 0",
        database,
    )
    await connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{database}" OWNER "{owner}"')
    await connection.execute(f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC')
    for row in rights:
        await connection.execute(f'GRANT CONNECT ON DATABASE "{database}" TO {row["role"]}')
    await connection.close()
    await _run(
        "pg_restore", "--exit-on-error", "-d", _address(superuser_url, database), str(backup)
    )


def _address(superuser_url: str, database: str) -> str:
    return f"{superuser_url.rpartition('/')[0]}/{database}".replace("+asyncpg", "")


async def _run(program: str, *arguments: str) -> None:
    path = binaries(Path(), None) / program
    process = await asyncio.create_subprocess_exec(
        path, *arguments, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
