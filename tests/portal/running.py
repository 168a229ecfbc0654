"""The portal alone, running."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.supervisor.web import services_in_process
from services.chassis.base.settings import Settings
from services.portal.service import SERVICE
from tests.portal.world import a_lycee, an_account
from tests.support.network import Network
from tests.support.services import ServiceDatabases


@asynccontextmanager
async def the_portal(databases: ServiceDatabases, settings: Settings) -> AsyncIterator[Network]:
    """The portal alone, with one lycée and one account."""
    await databases.migrate(SERVICE)
    await databases.empty(SERVICE.name)
    open_already = databases.kept_for([SERVICE.name], settings)
    async with services_in_process((SERVICE,), settings, open_already) as app:
        portal = Network(settings, app)
        work = portal.runtime("portal").work
        await a_lycee(work)
        await an_account(work)
        yield portal
        await portal.close()
    await databases.let_go()
