"""Reading the journals of the services: facts only, there is nothing personal in them."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from services.chassis.credentials import ServiceCredentials
from services.chassis.database import Database
from services.chassis.settings import Settings

COLUMNS = "event_id, recorded_at, subject, source, sequence, headers, payload, sent_at, send_error"


@dataclass(frozen=True)
class Recorded:
    """One event as a journal holds it."""

    service: str
    event_id: UUID
    recorded_at: datetime
    subject: str
    source: str
    sequence: int
    headers: dict[str, str]
    payload: str
    sent_at: datetime | None
    send_error: str | None

    def line(self) -> str:
        """One line for `events tail`."""
        when = self.recorded_at.astimezone().strftime("%d/%m %H:%M:%S")
        state = "" if self.sent_at else "  (refusé)" if self.send_error else "  (pas encore envoyé)"
        return f"{when}  {self.event_id}  {self.subject}  {self.payload}{state}"

    def page(self) -> str:
        """Everything, for `events show`."""
        headers = [f"{name}: {value}" for name, value in sorted(self.headers.items())]
        payload = json.dumps(json.loads(self.payload), indent=2, ensure_ascii=False)
        sent = self.sent_at.isoformat() if self.sent_at else self.send_error or "pas encore"
        facts = [f"sujet: {self.subject}", f"envoyé: {sent}", *headers]
        return "\n".join([*facts, "", payload])


async def latest(settings: Settings, services: Iterable[str], limit: int) -> list[Recorded]:
    """The last events of these services, oldest first."""
    query = f"SELECT {COLUMNS} FROM journal ORDER BY position DESC LIMIT $1"  # noqa: S608 - constants
    found: list[Recorded] = []
    for service in services:
        async with _journal(settings, service) as connection:
            found += [_recorded(service, row) for row in await connection.fetch(query, limit)]
    return sorted(found, key=lambda event: event.recorded_at)[-limit:]


async def find(settings: Settings, services: Iterable[str], event_id: UUID) -> Recorded | None:
    """One event, wherever it was recorded."""
    query = f"SELECT {COLUMNS} FROM journal WHERE event_id = $1"  # noqa: S608 - constants
    for service in services:
        async with _journal(settings, service) as connection:
            row = await connection.fetchrow(query, event_id)
            if row is not None:
                return _recorded(service, row)
    return None


@asynccontextmanager
async def _journal(settings: Settings, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the role that publishes: it sees the journal, and no business table."""
    credentials = ServiceCredentials.load(settings.credentials, service)
    database = Database.open(settings, credentials)
    connection = await asyncpg.connect(database.relay_dsn)
    try:
        yield connection
    finally:
        await connection.close()


def _recorded(service: str, row: asyncpg.Record) -> Recorded:
    values = dict(row)
    values["headers"] = json.loads(values["headers"])
    return Recorded(service=service, **values)
