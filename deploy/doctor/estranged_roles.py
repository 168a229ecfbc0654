"""Roles of PostgreSQL that changed themselves, for the doctor."""

import asyncio

import asyncpg

from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.database.estranged_roles import estranged_roles
from services.chassis.operations.measures import Finding
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials


async def changed_roles(settings: Settings) -> list[tuple[str, Finding]]:
    """Each service with such a role; one whose database does not answer is told elsewhere."""
    operator = OperatorCredentials.load(settings.credentials)
    names = [service.name for service in SERVICES]
    found = await asyncio.gather(*(_changed(settings, operator, name) for name in names))
    return [(name, _finding(roles)) for name, roles in zip(names, found, strict=True) if roles]


async def _changed(settings: Settings, operator: OperatorCredentials, service: str) -> list[str]:
    credentials = ServiceCredentials.load(settings.credentials, service)
    try:
        return await estranged_roles(settings, credentials, operator)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return []


def _finding(roles: list[str]) -> Finding:
    return Finding(
        "role-changed",
        "Un rôle de PostgreSQL a changé lui-même son mot de passe ou ses réglages\u202f:"
        f" {', '.join(roles)}.",
        "«\u00a0passerelle migrate\u00a0» les remet («\u00a0passerelle up\u00a0» le fait seul dans la"
        " minute). Cherchez ensuite qui a pu envoyer des requêtes sous ce nom\u202f: un fichier de"
        " secrets lu, ou un programme sur cette machine.",
    )
