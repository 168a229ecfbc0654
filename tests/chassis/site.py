"""The notebook served to people who are signed in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx2
from fastapi import FastAPI

from contracts.identifiers import Uai
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.runtime.running_service import Runtime
from services.chassis.service.spec import Service
from tests.chassis.facts import BOURDELLE
from tests.support.pages import SAME_ORIGIN
from tests.support.portal import KnownSessions


@dataclass
class Site:
    """A running service, and browsers of people signed in to it."""

    app: FastAPI
    settings: Settings
    portal: KnownSessions
    stack: AsyncExitStack = field(repr=False)

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.app.state.runtime
        return runtime

    async def visitor(self, **headers: str) -> httpx2.AsyncClient:
        """A browser nobody signed in with."""
        transport = httpx2.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx2.AsyncClient(
            transport=transport, base_url=self.settings.public_url, headers=SAME_ORIGIN | headers
        )
        return await self.stack.enter_async_context(client)

    async def signed_in(
        self, *uais: Uai, role: Role = Role.RBDE, account: UUID | None = None
    ) -> httpx2.AsyncClient:
        """A browser of somebody who holds the role in these lycées (by default one)."""
        client = await self.visitor()
        grants = [(role, uai) for uai in uais or (BOURDELLE,)]
        client.cookies.set("passerelle", self.portal.sign_in(*grants, account=account))
        return client


@asynccontextmanager
async def served(
    service: Service, settings: Settings, database: Database | None = None
) -> AsyncIterator[Site]:
    """Start a service beside a portal that knows the sessions the test opens."""
    portal = KnownSessions()
    app = build_app(service, settings, portal=portal.app, database=database)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        yield Site(app, settings, portal, stack)


def a_note(label: str = "Visite de mardi", **fields: str) -> dict[str, str]:
    """A form of the notebook, filled in."""
    return {"command_id": str(uuid4()), "label": label, **fields}
