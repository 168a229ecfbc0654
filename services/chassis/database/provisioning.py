"""Creating a service's database and its four roles, as an administrator of the server."""

import base64
import hashlib
import hmac
import os

import asyncpg
from sqlalchemy import URL

from services.chassis.base.settings import Settings
from services.chassis.database.engine import connect
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials

SCRAM_ITERATIONS = 4096
CONNECT_TIMEOUT_SECONDS = 10
ROLE_ATTRIBUTES = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


OLDEST_SERVER = 15
"""The oldest PostgreSQL, by its first number, that every migration was seen to run on."""


class DatabaseTooOld(Exception):
    """A PostgreSQL older than `OLDEST_SERVER`; `version` is the one it says it has."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(f"PostgreSQL {version} is older than {OLDEST_SERVER}")


class RoleTooPowerful(Exception):
    """A role of that name exists and would not be held by row-level security."""


async def create_database(
    admin: str, settings: Settings, credentials: ServiceCredentials, operator: OperatorCredentials
) -> None:
    """Create roles and database where they are missing, and set the roles' passwords.

    `admin`: address of a role with CREATEDB and CREATEROLE. Raises DatabaseUnreachable when nobody
    answers there, DatabaseTooOld, or asyncpg's errors when the server refuses.
    """
    name = settings.database_name(credentials.service)
    connection = await connect(plain(admin), timeout=CONNECT_TIMEOUT_SECONDS)
    try:
        _refuse_older(connection)
        for role, password in passwords_of(settings, credentials, operator).items():
            await _create_role(connection, role, password)
        # A mere CREATEROLE administrator may only give a database to a role it is a member of.
        await connection.execute(f'GRANT "{name}_owner" TO CURRENT_USER')
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(
                f'CREATE DATABASE "{name}" OWNER "{name}_owner" ENCODING UTF8 TEMPLATE template0'
            )
    finally:
        await connection.close()
    await _close_to_public(settings, name, operator.owner_passwords[credentials.service])


def _refuse_older(connection: asyncpg.Connection) -> None:
    version = connection.get_server_version()
    if version.major < OLDEST_SERVER:
        raise DatabaseTooOld(f"{version.major}.{version.minor}")


def passwords_of(
    settings: Settings, credentials: ServiceCredentials, operator: OperatorCredentials
) -> dict[str, str]:
    """What each role of a service signs in with, the owner first."""
    name = settings.database_name(credentials.service)
    return {
        f"{name}_owner": operator.owner_passwords[credentials.service],
        f"{name}_app": credentials.app_password,
        f"{name}_relay": credentials.relay_password,
        f"{name}_reader": credentials.reader_password,
    }


async def _create_role(connection: asyncpg.Connection, role: str, password: str) -> None:
    found = await connection.fetchrow(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " AS too_powerful FROM pg_roles WHERE rolname = $1",
        role,
    )
    if found is not None and found["too_powerful"]:
        raise RoleTooPowerful(f"{role} may do more than a service may: correct it by hand")
    if found is None:
        await connection.execute(f'CREATE ROLE "{role}" {ROLE_ATTRIBUTES}')
    await set_password(connection, role, password)
    await forget_settings(connection, role)


async def set_password(connection: asyncpg.Connection, role: str, password: str) -> None:
    """Have a role sign in with this password alone."""
    verifier = scram_verifier(password)
    await connection.execute(f"ALTER ROLE \"{role}\" LOGIN PASSWORD '{verifier}'")


async def forget_settings(connection: asyncpg.Connection, role: str) -> None:
    """Remove what a role keeps as settings: it may have given itself some, and we give none."""
    kept = await connection.fetch(
        "SELECT datname FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole"
        " LEFT JOIN pg_database ON pg_database.oid = setdatabase WHERE rolname = $1",
        role,
    )
    for row in kept:
        where = f' IN DATABASE "{row["datname"]}"' if row["datname"] else ""
        await connection.execute(f'ALTER ROLE "{role}"{where} RESET ALL')


async def _close_to_public(settings: Settings, name: str, owner_password: str) -> None:
    """Nobody but the service's own roles may even connect, or create anything."""
    connection = await asyncpg.connect(
        host=settings.database_host,
        port=settings.database_port,
        user=f"{name}_owner",
        password=owner_password,
        database=name,
        ssl=settings.database_ssl,
        timeout=CONNECT_TIMEOUT_SECONDS,
    )
    roles = f'"{name}_app", "{name}_relay", "{name}_reader"'
    try:
        await connection.execute(
            f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC;'
            f'GRANT CONNECT ON DATABASE "{name}" TO {roles};'
            "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
            f"GRANT USAGE ON SCHEMA public TO {roles};"
            "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
        )
    finally:
        await connection.close()


def owner_url(settings: Settings, service: str, operator: OperatorCredentials) -> URL:
    """Address of a service's database as its owner, for SQLAlchemy."""
    name = settings.database_name(service)
    return URL.create(
        "postgresql+asyncpg",
        username=f"{name}_owner",
        password=operator.owner_passwords[service],
        host=settings.database_host,
        port=settings.database_port,
        database=name,
        query={"ssl": settings.database_ssl},
    )


def scram_verifier(password: str) -> str:
    """What the server stores for a password, made here so that no statement holds the password.

    A statement may end in the server's log; see RFC 5802 and PostgreSQL's `pg_authid`.
    """
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = [base64.b64encode(value).decode() for value in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{parts[0]}${parts[1]}:{parts[2]}"


def plain(url: str) -> str:
    """Accept SQLAlchemy's spelling of an address too."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)
