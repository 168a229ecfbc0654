"""A department's stream, those who speak on it, and supervision listening."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from nats.aio.client import Client
from sqlalchemy import text

from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.projections.reader import ProjectionRunner
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.subscribers import DEPARTMENT
from tests.supervision.network import WHOLE_DEPARTMENT, Message
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SERVICES = (
    Declared("portal"),
    Declared("partnerships"),
    Declared("internships"),
    Declared("coordination"),
    Declared("supervision", projections=(DEPARTMENT,)),
)


@dataclass
class Department:
    """A stream, its speakers, and supervision."""

    settings: Settings
    speakers: dict[str, Speaker]
    bus: Bus
    operator: Client
    work: UnitsOfWork
    databases: ServiceDatabases

    async def say(self, messages: Sequence[Message]) -> None:
        for message in messages:
            speaker = self.speakers[message.service]
            await speaker.keep(message.subject, message.payload, message.headers)

    @asynccontextmanager
    async def supervised(self) -> AsyncIterator[None]:
        """Supervision folds what it hears."""
        database = self.databases.open("supervision")
        runner = ProjectionRunner(
            "supervision", DEPARTMENT, bus=self.bus, database=database, department="82"
        )
        await runner.start()
        try:
            yield
        finally:
            await runner.stop()
            await database.close()

    async def watermark(self) -> int:
        async with self.work.begin(WHOLE_DEPARTMENT) as uow:
            found = await uow.execute(text("SELECT max(sequence) FROM watermarks"))
            return int(found.scalar() or 0)

    async def has_folded(self, count: int) -> None:
        async def reached() -> bool:
            return await self.watermark() == count

        await eventually(reached)


@asynccontextmanager
async def wired_department(
    folder: Path, work: UnitsOfWork, service_databases: ServiceDatabases
) -> AsyncIterator[Department]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            generated_server(folder, service_databases.settings, SERVICES)
        )
        settings = service_databases.settings.replaced(nats_url=server.url)
        await provision(settings, SERVICES)
        buses = {
            service.name: await stack.enter_async_context(bus_of(settings, service.name))
            for service in SERVICES
        }
        operator = await stack.enter_async_context(operator_connection(settings))
        speakers = {name: Speaker(bus) for name, bus in buses.items()}
        yield Department(
            settings, speakers, buses["supervision"], operator, work, service_databases
        )
