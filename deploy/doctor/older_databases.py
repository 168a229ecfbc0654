"""Databases that are older than the bus, for the doctor: asked beside whoever mends, and not waited for."""

import asyncio

import asyncpg
import nats.errors
from nats.aio.client import Client

from contracts.streams import stream_name
from deploy.nats.operator_connection import operator_connection
from deploy.nats.permissions import published_audiences
from deploy.repair.books import Books, open_books
from deploy.repair.journal_recovery import lost_facts
from deploy.repair.older import forgotten
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.operations.measures import Finding
from services.chassis.outbox.reconciliations import TAKE_BACK
from services.chassis.service.spec import Service
from services.chassis.web.views.french import plural

ANSWER_WITHIN_SECONDS = 60.0
"""Without a comparison before it, whole streams are read."""


async def older_databases(settings: Settings) -> list[tuple[str, Finding]]:
    """Each service whose database forgot what it had told, or what its readers had acknowledged.

    A service whose database does not answer is left out: that is told elsewhere.
    """
    found = await asyncio.gather(*(_older(settings, service) for service in SERVICES))
    return [finding for some in found for finding in some]


async def _older(settings: Settings, service: Service) -> list[tuple[str, Finding]]:
    try:
        async with (
            asyncio.timeout(ANSWER_WITHIN_SECONDS),
            operator_connection(settings) as client,
            open_books(settings, service.name) as books,
        ):
            lost = await _lost(client, settings, books)
            readers = await forgotten(client, settings, [service], {service.name: books})
    except (OSError, nats.errors.Error, asyncpg.PostgresError, asyncpg.InterfaceError):
        return []
    parts = []
    if lost:
        parts.append(f"{plural(lost, 'fait')} de son journal, que le bus connaît")
    if readers:
        names = ", ".join(sorted(one.reader.name for one in readers))
        parts.append(f"{plural(sum(one.count for one in readers), 'fait')} lus par {names}")
    return [(service.name, _finding(" et ".join(parts)))] if parts else []


async def _lost(client: Client, settings: Settings, books: Books) -> int:
    """How many facts the service told, of which its journal knows nothing.

    Read from where the stream was compared last: an older copy knows of an older comparison.
    """
    count = 0
    for audience in published_audiences(books.service):
        reached = await books.reached(stream_name(audience, settings.department))
        first = reached.last_sequence + 1 if reached else 1
        lost = await lost_facts(client, books, audience, settings.department, first)
        count += len(lost)
    return count


def _finding(what: str) -> Finding:
    return Finding(
        "database-older",
        f"La base du service est plus ancienne que le bus\u202f: il lui manque {what}.",
        f"Une sauvegarde de cette base a été remise seule. Lancez {TAKE_BACK}\u202f: elle reprend "
        "ces faits du bus, et ce qu’elle sait déjà n’est pas fait deux fois.",
    )
