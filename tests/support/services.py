"""The databases of the services in one test worker: migrated once, emptied for each test."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import asyncpg

from contracts.event import Event
from services.chassis.credentials import ServiceCredentials, create_missing
from services.chassis.database import Database
from services.chassis.migrations import Migrated, run_migrations
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork
from tests.support.emptying import empty_tables

E = TypeVar("E", bound=Event)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class ServiceDatabases:
    """Access to each service's database, as the service and as the superuser."""

    settings: Settings
    superuser_url: str = field(repr=False)
    _migrated: set[str] = field(default_factory=set)

    async def migrate(self, service: Migrated) -> None:
        """Create and migrate the service's database, the first time it is asked."""
        if service.name in self._migrated:
            return
        create_missing(self.settings.credentials, [service.name])
        await run_migrations(service, self.settings)
        self._migrated.add(service.name)

    def open(self, service: str) -> Database:
        """The service's own connections; the caller closes them."""
        credentials = ServiceCredentials.load(self.settings.credentials, service)
        return Database.open(self.settings, credentials)

    async def superuser(self, service: str) -> asyncpg.Connection:
        """A connection row security hides nothing from; the caller closes it."""
        server = self.superuser_url.rpartition("/")[0]
        return await asyncpg.connect(f"{server}/{self.settings.database_name(service)}")

    async def empty(self, service: str) -> None:
        """Remove every row of the service, and what it noted as erased."""
        (self.settings.erasures_folder / f"{service}.jsonl").unlink(missing_ok=True)
        connection = await self.superuser(service)
        try:
            await empty_tables(connection)
        finally:
            await connection.close()

    async def published(self, event_type: type[E]) -> list[E]:
        """The events of this type in the journal of the service that publishes it, in order."""
        connection = await self.superuser(event_type.service())
        try:
            rows = await connection.fetch(
                "SELECT payload FROM journal WHERE headers ->> 'ce-type' = $1 ORDER BY position",
                event_type.ce_type(),
            )
        finally:
            await connection.close()
        return [event_type.model_validate_json(row["payload"]) for row in rows]


class Published(Protocol):
    """See `ServiceDatabases.published`."""

    async def __call__(self, event_type: type[E]) -> list[E]:
        """The events of this type that were recorded, in order."""


@dataclass
class Opened:
    """The databases a test opened, closed at its end."""

    databases: ServiceDatabases
    _open: list[Database] = field(default_factory=list)

    async def __call__(self, service: Migrated) -> UnitsOfWork:
        """Units of work of that service on its empty database, at `NOW`."""
        await self.databases.migrate(service)
        await self.databases.empty(service.name)
        database = self.databases.open(service.name)
        self._open.append(database)
        department = self.databases.settings.department
        return UnitsOfWork(database, service=service.name, department=department, clock=lambda: NOW)

    async def close(self) -> None:
        for database in self._open:
            await database.close()
