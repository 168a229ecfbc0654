"""What is derived can be derived again: rebuilt from the stream, the tables are the live ones."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from nats.aio.client import Client
from sqlalchemy import Connection, text

from deploy.nats.provision import operator_connection, provision
from services.chassis.bus import Bus
from services.chassis.projections.running import ProjectionRunner
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork
from services.supervision import rebuild as rebuilding
from services.supervision.rebuild import rebuild
from services.supervision.storage import READ_MODELS, metadata
from services.supervision.subscribers import DEPARTMENT
from tests.supervision.network import BOURDELLE, Message, Network, a_year, coverage, tables
from tests.supervision.network import WHOLE_DEPARTMENT as DEPARTMENT_WIDE
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SERVICES = (
    Declared("portal"),
    Declared("partnerships"),
    Declared("internships"),
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
        async with self.work.begin(DEPARTMENT_WIDE) as uow:
            found = await uow.execute(text("SELECT max(sequence) FROM watermarks"))
            return int(found.scalar() or 0)

    async def has_folded(self, count: int) -> None:
        async def reached() -> bool:
            return await self.watermark() == count

        await eventually(reached)


@pytest_asyncio.fixture
async def department(
    tmp_path: Path, work: UnitsOfWork, service_databases: ServiceDatabases
) -> AsyncIterator[Department]:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            generated_server(tmp_path, service_databases.settings, SERVICES)
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


async def test_rebuilt_tables_are_the_live_ones(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    live = await tables(department.work)
    assert all(live.values())

    done = await rebuild(department.settings, department.operator)

    assert (done.folded, done.unreadable) == (len(year.sent), 0)
    assert await tables(department.work) == live
    assert await department.watermark() == len(year.sent)


async def test_a_rebuild_mends_what_was_damaged(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    live = await tables(department.work)
    async with department.work.begin(DEPARTMENT_WIDE) as uow:
        await uow.execute(text("DELETE FROM network_journal"))
        await uow.execute(text("UPDATE coverages SET host_agreed = 99, version = 999"))

    await rebuild(department.settings, department.operator)

    assert await tables(department.work) == live


async def test_supervision_goes_on_through_a_rebuild(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = a_year()
    await department.say(year.sent)
    later = Network(list(year.told), list(year.sent))
    meanwhile = later.tell(coverage(17), version=9)
    afterwards = later.tell(coverage(18), version=10)
    assert meanwhile.event_type is afterwards.event_type

    fill = rebuilding._fill_fresh_tables

    async def fill_then_more_is_folded(*arguments: object) -> None:
        """Something is folded into the old tables between the filling and the swap."""
        await fill(*arguments)  # type: ignore[arg-type] # handed on as they came
        await department.say(later.sent[-2:-1])
        await department.has_folded(len(later.sent) - 1)

    monkeypatch.setattr(rebuilding, "_fill_fresh_tables", fill_then_more_is_folded)
    async with department.supervised():
        await department.has_folded(len(year.sent))
        await rebuild(department.settings, department.operator)
        agreed = [row[7] for row in (await tables(department.work))["coverages"]]
        assert 17 in agreed

        await department.say(later.sent[-1:])
        await department.has_folded(len(later.sent))
    live = await tables(department.work)
    assert [row[7] for row in live["coverages"] if row[0] == BOURDELLE] == [18]

    monkeypatch.undo()
    await rebuild(department.settings, department.operator)
    assert await tables(department.work) == live


async def test_an_unreadable_event_does_not_stop_a_rebuild(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    spoilt = year.sent[1]
    await department.say(
        [
            Message(
                spoilt.service,
                spoilt.subject,
                {**spoilt.headers, "Nats-Msg-Id": "another"},
                b'{"label": 3}',
            )
        ]
    )
    done = await rebuild(department.settings, department.operator)
    assert (done.folded, done.unreadable) == (len(year.sent), 1)


async def test_rebuilt_tables_are_protected_as_the_migrated_ones(department: Department) -> None:
    await department.say(a_year().sent)
    before = await protection(department)
    await rebuild(department.settings, department.operator)
    assert await protection(department) == before

    superuser = await department.databases.superuser("supervision")
    leftovers = await superuser.fetchval(
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'rebuilding'"
    )
    await superuser.close()
    assert leftovers == 0


async def protection(department: Department) -> list[object]:
    """Policies, rights, forced security and indexes of the read models."""
    names = [table.name for table in READ_MODELS]
    superuser = await department.databases.superuser("supervision")
    try:
        return [
            await superuser.fetch(query, names)
            for query in (
                (
                    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies"
                    " WHERE tablename = ANY($1) ORDER BY 1, 2"
                ),
                (
                    "SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text"
                    " FROM pg_class WHERE relkind = 'r' AND relname = ANY($1) ORDER BY 1"
                ),
                (
                    "SELECT table_name, grantee, privilege_type FROM information_schema.table_privileges"
                    " WHERE table_name = ANY($1) ORDER BY 1, 2, 3"
                ),
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1) ORDER BY 1",
            )
        ]
    finally:
        await superuser.close()


async def test_the_migration_makes_the_declared_tables(work: UnitsOfWork) -> None:
    def differences(connection: Connection) -> list[object]:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        return [each for each in found if "alembic_version" not in str(each)]

    async with work.begin(DEPARTMENT_WIDE) as uow:
        assert await uow.connection.run_sync(differences) == []
