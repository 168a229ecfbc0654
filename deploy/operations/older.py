"""Databases that are older than the bus, for the doctor: asked beside whoever mends, and not waited for."""

import asyncio
from collections import defaultdict

import asyncpg
import nats.errors

from deploy.nats.provision import operator_connection
from deploy.repair.books import open_books
from deploy.repair.older import Forgotten, forgotten
from deploy.services import SERVICES
from services.chassis.operations.readings import Finding
from services.chassis.reconciliations import TAKE_BACK
from services.chassis.service import Service
from services.chassis.settings import Settings
from services.chassis.web.french import plural

ANSWER_WITHIN_SECONDS = 60.0
"""Without a comparison before it, whole streams are read."""


async def older_databases(settings: Settings) -> list[tuple[str, Finding]]:
    """Each service whose database forgot what its readers had acknowledged.

    A service whose database does not answer is left out: that is told elsewhere.
    """
    found = await asyncio.gather(*(_forgotten(settings, service) for service in SERVICES))
    return [_finding(some) for some in found if some]


async def _forgotten(settings: Settings, service: Service) -> list[Forgotten]:
    try:
        async with (
            asyncio.timeout(ANSWER_WITHIN_SECONDS),
            operator_connection(settings) as client,
            open_books(settings, service.name) as books,
        ):
            return await forgotten(client, settings, [service], {service.name: books})
    except (OSError, nats.errors.Error, asyncpg.PostgresError, asyncpg.InterfaceError):
        return []


def _finding(some: list[Forgotten]) -> tuple[str, Finding]:
    facts: dict[str, int] = defaultdict(int)
    for one in some:
        facts[one.reader.name] += one.count
    readers = ", ".join(sorted(facts))
    count = plural(sum(facts.values()), "fait")
    return some[0].service, Finding(
        "database-older",
        f"La base du service est plus ancienne que le bus\u202f: {count} lus par {readers} n’y "
        "sont pas.",
        f"Une sauvegarde de cette base a été remise seule. Lancez {TAKE_BACK}\u202f: ces faits lui "
        "sont donnés de nouveau, et ce qu’elle sait déjà n’est pas fait deux fois.",
    )
