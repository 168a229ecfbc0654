"""The databases of the services in one test worker: migrated once, emptied for each test."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import asyncpg

from contracts.event import Event
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.migrations import Migrated, run_migrations
from services.chassis.security.credentials import ServiceCredentials, create_missing
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.support.emptying import empty_tables

E = TypeVar("E", bound=Event)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class ServiceDatabases:
    """Access to each service's database, as the service and as the superuser."""

    settings: Settings
    superuser_url: str = field(repr=False)
    _migrated: set[str] = field(default_factory=set)
    _kept: dict[str, Database] = field(default_factory=dict, repr=False)
    _superusers: dict[str, asyncpg.Connection] = field(default_factory=dict, repr=False)

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

    def kept(self, service: str, settings: Settings | None = None) -> Database:
        """The service's own connections, open from one test to the next: nobody else closes them.

        Opening them, and compiling every statement anew, was a third of what most tests took.
        """
        database = self._kept.get(service)
        if database is None:
            database = self._kept[service] = self.open(service)
            database.reader_engine()
        return replace(database, settings=settings or self.settings)

    def kept_for(self, services: Iterable[str], settings: Settings) -> dict[str, Database]:
        """Those of several services, which run under these settings."""
        return {service: self.kept(service, settings) for service in services}

    async def let_go(self) -> None:
        """Give the next test connections of its own where this one left somebody working on some."""
        for database in self._kept.values():
            engines = (database.engine, database.reader_engine())
            if any(engine.pool.checkedout() for engine in engines):  # type: ignore[attr-defined]  # a QueuePool
                await database.close()

    async def open_anew(self) -> None:
        """Close every connection, where this test cut some: the statements compiled for them are kept."""
        for database in self._kept.values():
            await database.close()

    async def close(self) -> None:
        """Close what is kept open."""
        for database in self._kept.values():
            await database.close()
        for connection in self._superusers.values():
            await connection.close()

    async def _kept_superuser(self, service: str) -> asyncpg.Connection:
        connection = self._superusers.get(service)
        if connection is None or connection.is_closed():
            connection = self._superusers[service] = await self.superuser(service)
        return connection

    async def superuser(self, service: str) -> asyncpg.Connection:
        """A connection row security hides nothing from; the caller closes it."""
        server = self.superuser_url.rpartition("/")[0]
        return await asyncpg.connect(f"{server}/{self.settings.database_name(service)}")

    async def empty(self, service: str) -> None:
        """Remove every row of the service, and what it noted as erased."""
        (self.settings.erasures_folder / f"{service}.jsonl").unlink(missing_ok=True)
        await empty_tables(await self._kept_superuser(service))

    async def published(self, event_type: type[E]) -> list[E]:
        """The events of this type in the journal of the service that publishes it, in order."""
        connection = await self._kept_superuser(event_type.service())
        rows = await connection.fetch(
            "SELECT payload FROM journal WHERE headers ->> 'ce-type' = $1 ORDER BY position",
            event_type.ce_type(),
        )
        return [event_type.model_validate_json(row["payload"]) for row in rows]


class Published(Protocol):
    """See `ServiceDatabases.published`."""

    async def __call__(self, event_type: type[E]) -> list[E]:
        """The events of this type that were recorded, in order."""


@dataclass
class Opened:
    """The databases a test works on."""

    databases: ServiceDatabases

    async def __call__(self, service: Migrated) -> UnitsOfWork:
        """Units of work of that service on its empty database, at `NOW`."""
        await self.databases.migrate(service)
        await self.databases.empty(service.name)
        database = self.databases.kept(service.name)
        department = self.databases.settings.department
        return UnitsOfWork(database, service=service.name, department=department, clock=lambda: NOW)
