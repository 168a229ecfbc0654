"""A role of PostgreSQL may change itself: what it changes is seen, and lasts no longer than that."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest
import pytest_asyncio

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.supervisor.roles import keep_roles
from services.chassis.base.settings import Settings
from services.chassis.database.estranged_roles import estranged_roles, take_back_roles
from services.chassis.database.migrations import run_migrations
from services.chassis.database.provisioning import scram_verifier
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials
from tests.chassis.ledger import Ledger
from tests.support.waiting import eventually

ANOTHER = "the password of an intruder"
OWN = f"ALTER ROLE CURRENT_USER PASSWORD '{scram_verifier(ANOTHER)}'"
SETTING = "ALTER ROLE CURRENT_USER SET statement_timeout = '1ms'"


@dataclass
class Base:
    """A service's database, with the passwords its roles were given."""

    settings: Settings
    credentials: ServiceCredentials
    operator: OperatorCredentials
    admin: str

    @property
    def app(self) -> str:
        return f"{self.settings.database_name(Ledger.name)}_app"

    async def signed_in(self, password: str) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=self.settings.database_host,
            port=self.settings.database_port,
            user=self.app,
            password=password,
            database=self.settings.database_name(Ledger.name),
        )

    async def as_intruder(self, *statements: str) -> asyncpg.Connection:
        """Somebody who read the secrets of the service, and runs these as its `app` role."""
        intruder = await self.signed_in(self.credentials.app_password)
        for statement in statements:
            await intruder.execute(statement)
        return intruder

    async def estranged(self) -> list[str]:
        return await estranged_roles(self.settings, self.credentials, self.operator)


@pytest_asyncio.fixture
async def base(cluster: EmbeddedPostgres, migrated: Settings, worker: str) -> AsyncIterator[Base]:
    settings = migrated.replaced(database_url=cluster.url, database_prefix=f"own_{worker}_")
    await run_migrations(Ledger(), settings)
    credentials = ServiceCredentials.load(settings.credentials, Ledger.name)
    operator = OperatorCredentials.load(settings.credentials)
    yield Base(settings, credentials, operator, cluster.url)
    await run_migrations(Ledger(), settings)


async def test_roles_that_are_as_they_were_made_are_left_alone(base: Base) -> None:
    serving = await base.signed_in(base.credentials.app_password)

    assert await base.estranged() == []
    assert await take_back_roles(base.admin, base.settings, base.credentials, base.operator) == []

    assert await serving.fetchval("SELECT 1") == 1
    await serving.close()


@pytest.mark.parametrize(
    "statement",
    [
        OWN,
        SETTING,
        "ALTER ROLE CURRENT_USER IN DATABASE postgres SET search_path = 'elsewhere'",
    ],
)
async def test_a_role_that_changed_itself_is_named_and_taken_back(
    base: Base, statement: str
) -> None:
    intruder = await base.as_intruder(statement)
    assert await base.estranged() == [base.app]

    taken = await take_back_roles(base.admin, base.settings, base.credentials, base.operator)

    assert taken == [base.app]
    assert await base.estranged() == []
    with pytest.raises(asyncpg.InvalidPasswordError):
        await base.signed_in(ANOTHER)
    serving = await base.signed_in(base.credentials.app_password)
    assert await serving.fetchval("SHOW statement_timeout") == "0"
    await serving.close()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await intruder.fetchval("SELECT 1")


async def test_migrating_gives_a_role_back_what_it_was_made_with(base: Base) -> None:
    intruder = await base.as_intruder(SETTING, OWN)
    await intruder.close()

    await run_migrations(Ledger(), base.settings)

    assert await base.estranged() == []


async def test_what_runs_looks_by_itself(base: Base) -> None:
    intruder = await base.as_intruder(OWN)
    looking = asyncio.create_task(keep_roles(base.settings, [Ledger()], every_seconds=0.05))

    async def mended() -> bool:
        return await base.estranged() == []

    await eventually(mended)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    intruder.terminate()
