"""Units of work of a service, for a command that runs beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork


@asynccontextmanager
async def database_of(settings: Settings, service: str) -> AsyncIterator[Database]:
    """The service's database, with the service's own rights."""
    database = Database.open(settings, ServiceCredentials.load(settings.credentials, service))
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def units_of(settings: Settings, service: str) -> AsyncIterator[UnitsOfWork]:
    """Work as the service does, on its database; its own relay publishes what is recorded.

    The service is loaded, pages aside: what its features do for one another is registered.
    """
    import_module(f"services.{service}.service")
    async with database_of(settings, service) as database:
        yield UnitsOfWork(database, service=service, department=settings.department)
