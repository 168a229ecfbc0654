"""Services that really run, in the test's process, on the test worker's PostgreSQL and NATS."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2
from nats.js.errors import NotFoundError

from contracts.identifiers import CommuneCode, Uai
from contracts.streams import all_stream_settings
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from deploy.operations.units import units_of
from deploy.services import SERVICES
from deploy.supervisor.web import OneOrigin, services_in_process
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import cookie_name
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.lycees.commands import open_lycee
from services.portal.sessions.model import new_token, token_hash
from services.portal.sessions.store import Sessions
from tests.support.away import nats_away
from tests.support.pages import SAME_ORIGIN
from tests.support.services import ServiceDatabases

HERE = Uai("0829001N")
ELSEWHERE = Uai("0829002P")
MONTAUBAN = CommuneCode("82121")
PORTAL = next(service for service in SERVICES if service.name == "portal")


@dataclass
class Network:
    """Running services behind one origin, and people signed in to them."""

    settings: Settings
    app: OneOrigin
    _clients: list[httpx2.AsyncClient] = field(default_factory=list)

    def runtime(self, service: str) -> Runtime:
        """What a running service holds."""
        return self.app.runtime(service)

    def client(self, **options: Any) -> httpx2.AsyncClient:
        """A browser nobody signed in with; closed at the end of the test."""
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url=self.settings.public_url,
            timeout=30,
            headers=SAME_ORIGIN | options.pop("headers", {}),
            **options,
        )
        self._clients.append(client)
        return client

    async def client_as(
        self, role: Role | str, uai: Uai | None = HERE, *more: Uai
    ) -> httpx2.AsyncClient:
        """A browser signed in as a new account with this role, in one lycée or several.

        Its lycées are opened if need be. A role of the department takes no lycée.
        """
        secret = await self.signs_in(Role(role), uai, *more)
        return self.client(cookies={cookie_name(self.settings): secret})

    async def signs_in(self, role: Role, *uais: Uai | None) -> str:
        """The secret of a session of a new account, kept by the portal that runs here."""
        return await _session(self.runtime(PORTAL.name).work, role, *uais)

    async def close(self) -> None:
        """Close the browsers; the services run on."""
        while self._clients:
            await self._clients.pop().aclose()


async def signed_in(settings: Settings, role: Role, *uais: Uai | None) -> str:
    """The secret of a session of a new account, whoever runs the portal."""
    async with units_of(settings, PORTAL.name) as units:
        return await _session(units, role, *uais)


async def _session(units: UnitsOfWork, role: Role, *uais: Uai | None) -> str:
    """Of an account without a password: hashing one is slow."""
    lycees = () if role.department_wide else tuple(uai for uai in uais if uai)
    now = datetime.now(UTC)
    async with units.begin(Scope(frozenset(lycees), department_wide=True), now=now) as uow:
        for uai in lycees:
            await open_lycee(uow, uai=uai, name=f"Lycée {uai}", commune=MONTAUBAN, now=now)
        account_id = uow.new_id()
        mail = f"{account_id}@lycee.example"
        await Accounts(uow).add(Account(account_id, mail, "Camille Rivière", None), now=now)
        for uai_or_none in lycees or (None,):
            await Accounts(uow).grant(account_id, role, uai_or_none, on=now.date())
        secret = new_token()
        await Sessions(uow).begin(token_hash(secret), account_id, now=now)
    return secret


async def make_streams_anew(settings: Settings) -> None:
    """Empty streams and their readers, as provisioned."""
    async with operator_connection(settings) as client:
        stream = client.jetstream()
        for one in all_stream_settings(settings.department):
            with suppress(NotFoundError):
                await stream.delete_stream(one.name)
    await provision(settings, SERVICES)


@dataclass
class Running:
    """Starts services of a test: `async with running(SERVICE) as network:`."""

    databases: ServiceDatabases
    settings: Settings

    @asynccontextmanager
    async def __call__(self, *services: Service) -> AsyncIterator[Network]:
        """These services and the portal, or all of them, on empty databases and streams."""
        asked = [s for s in SERVICES if not services or s.name in {PORTAL.name, *_names(services)}]
        for service in SERVICES:
            await self.databases.migrate(service)
            await self.databases.empty(service.name)
        await make_streams_anew(self.settings)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.databases.let_go)
            open_already = self.databases.kept_for(_names(asked), self.settings)
            app = await stack.enter_async_context(
                services_in_process(tuple(asked), self.settings, open_already)
            )
            network = Network(self.settings, app)
            stack.push_async_callback(network.close)
            yield network


@asynccontextmanager
async def running_pages(databases: ServiceDatabases, *services: Service) -> AsyncIterator[Network]:
    """These services and the portal, with NATS away: pages do not need it.

    They do nothing by themselves: what is due by the real day is not done to what tests record on theirs.
    """
    asked = [s for s in SERVICES if s.name in {PORTAL.name, *_names(services)}]
    for service in asked:
        await databases.migrate(service)
    async with AsyncExitStack() as stack:
        with nats_away(databases.settings) as settings:
            open_already = databases.kept_for(_names(asked), settings)
            app = await stack.enter_async_context(
                services_in_process(tuple(asked), settings, open_already)
            )
        for service in asked:
            await app.runtime(service.name).relay.stop()
        yield Network(settings, app)


@asynccontextmanager
async def emptied(
    network: Network, databases: ServiceDatabases, *services: Service
) -> AsyncIterator[Network]:
    """The network of `running_pages` for one more test: nothing of the test before it is left."""
    for service in {PORTAL.name, *_names(services)}:
        await databases.empty(service)
    yield network
    await network.close()
    await databases.let_go()


def _names(services: Sequence[Service]) -> list[str]:
    return [service.name for service in services]
