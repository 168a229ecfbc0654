"""A class list brought by mistake is taken back: the network is asked nothing about the formation it had opened."""

import asyncpg

from contracts.identifiers import Mef
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.coordination.formations.store import Formations
from services.internships.roster_changes.commands import undo_roster_import
from tests.internships.world import Lycee
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

CATALOGUE_CARE = Mef("2473300732")


async def test_a_formation_opened_by_mistake_leaves_what_the_network_may_choose(
    network: Network, service_databases: ServiceDatabases
) -> None:
    superuser: asyncpg.Connection = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))

    async def offered() -> bool:
        async with network.runtime("coordination").work.begin(Scope(frozenset({HERE}))) as uow:
            return CATALOGUE_CARE in await Formations(uow).all()

    async def withdrawn() -> bool:
        return not await offered()

    async def told() -> bool:
        page = await supervisor.get("/departement/journal")
        return "retire la formation" in page.text

    await lycee.imports("MARTIN Léa 1ASSP", classes={"1ASSP": CATALOGUE_CARE})
    await eventually(offered)
    wrong = await superuser.fetchval("SELECT import_id FROM roster_imports")
    await lycee.do(undo_roster_import, import_id=wrong, now=lycee.now)

    await eventually(withdrawn)
    await eventually(told)
