"""Roles of PostgreSQL that changed themselves: seen, and given back what they were made with.

PostgreSQL lets every role change its own password and settings; no privilege, policy or event
trigger holds that back. Whoever runs statements as a service could so keep a way in of their own,
or shut the service out. They gain nothing that lasts: the password is compared with the one that
was given, by signing in with it, and set again.
"""

from contextlib import suppress

import asyncpg

from services.chassis.base.settings import Settings
from services.chassis.database.provisioning import (
    CONNECT_TIMEOUT_SECONDS,
    forget_settings,
    passwords_of,
    plain,
    set_password,
)
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials

_WITH_SETTINGS = """
SELECT DISTINCT rolname FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole
"""
_AS_GIVEN = {"statement_timeout": "0", "lock_timeout": "0"}
"""What a role set for itself must not keep it from being looked at."""
_TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1"


async def estranged_roles(
    settings: Settings, credentials: ServiceCredentials, operator: OperatorCredentials
) -> list[str]:
    """The roles of a service whose password is another now, or that hold settings of their own.

    Raises what connecting raises when the server does not answer.
    """
    passwords = passwords_of(settings, credentials, operator)
    database = settings.database_name(credentials.service)
    changed, own_settings = set(), set[str]()
    for role, password in passwords.items():
        try:
            connection = await asyncpg.connect(
                host=settings.database_host,
                port=settings.database_port,
                user=role,
                password=password,
                database=database,
                ssl=settings.database_ssl,
                timeout=CONNECT_TIMEOUT_SECONDS,
                server_settings=_AS_GIVEN,
            )
        except asyncpg.InvalidPasswordError:
            changed.add(role)
            continue
        try:
            own_settings |= {row["rolname"] for row in await connection.fetch(_WITH_SETTINGS)}
        finally:
            await connection.close()
    return sorted(changed | (own_settings & set(passwords)))


async def take_back_roles(
    admin: str, settings: Settings, credentials: ServiceCredentials, operator: OperatorCredentials
) -> list[str]:
    """Give these roles their password and no settings again, end their sessions, and name them.

    `admin`: as of `create_database`. One that may not end the sessions of others leaves them open:
    the service opens new ones all the same, and nobody else does.
    """
    estranged = await estranged_roles(settings, credentials, operator)
    if not estranged:
        return []
    passwords = passwords_of(settings, credentials, operator)
    connection = await asyncpg.connect(plain(admin), timeout=CONNECT_TIMEOUT_SECONDS)
    try:
        for role in estranged:
            await set_password(connection, role, passwords[role])
            await forget_settings(connection, role)
            # Those of whoever changed it and of the service alike: nothing tells them apart.
            with suppress(asyncpg.InsufficientPrivilegeError):
                await connection.execute(_TERMINATE, role)
    finally:
        await connection.close()
    return estranged
