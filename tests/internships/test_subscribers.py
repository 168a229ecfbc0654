"""What the registry tells of companies reaches this service's copy, over a real bus."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from contracts.partnerships.companies import CompanyCorrectedV1, CompanyRegisteredV1
from deploy.nats.provision import provision
from services.chassis.base.settings import Settings
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.hosts.queries import search_hosts
from services.internships.subscribers import reactions
from tests.internships.conftest import INTERNSHIPS
from tests.internships.world import ELSEWHERE, Lycee, company
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.waiting import eventually

SERVICES = (Declared(INTERNSHIPS, reactions), Declared("partnerships"))


@pytest_asyncio.fixture
async def registry(
    migrated: Settings, units: UnitsOfWork, worker_folder: Path
) -> AsyncIterator[Speaker]:
    """The partnership registry's voice; the reactions of this service listen."""
    folder = worker_folder / f"nats-{uuid4().hex[:8]}"
    folder.mkdir()
    async with generated_server(folder, migrated, SERVICES) as server:
        located = migrated.replaced(nats_url=server.url)
        await provision(located, SERVICES)
        async with bus_of(located, "partnerships") as voice, listening(located, units):
            yield Speaker(voice)


@asynccontextmanager
async def listening(located: Settings, units: UnitsOfWork) -> AsyncIterator[None]:
    async with bus_of(located, INTERNSHIPS) as bus:
        runner = ReactionRunner(reactions, bus=bus, units=units, department="82")
        await runner.start()
        try:
            yield
        finally:
            await runner.stop()


async def test_a_company_registered_by_another_lycee_can_be_proposed_here(
    registry: Speaker, lycee: Lycee
) -> None:
    await registry.say(company(name="Garage Vidal"), uai=ELSEWHERE)

    (host,) = await eventually(lambda: lycee.do(search_hosts, "garage vidal"))
    assert host.label == "Garage Vidal"


async def test_a_correction_that_comes_late_changes_nothing(
    registry: Speaker, lycee: Lycee
) -> None:
    registered = company(name="Garage Vidal")
    await registry.say(_corrected(registered, "Garage Vidal et fils"), version=3)
    await registry.say(registered, version=1)
    await registry.say(_corrected(registered, "Garage Vidal et filles"), version=4)
    await registry.say(_corrected(registered, "Garage Vidol"), version=2, uai=ELSEWHERE)
    await registry.say(company(name="Boulangerie du Pont"))

    # In the stream's order: once the last one is known, the others have been handled.
    await eventually(lambda: lycee.do(search_hosts, "boulangerie"))
    (host,) = await lycee.do(search_hosts, "garage")
    assert host.label == "Garage Vidal et filles"


async def test_the_sites_of_two_cards_follow_a_merge_and_its_undoing(
    registry: Speaker, lycee: Lycee
) -> None:
    kept, absorbed = company(name="Garage Vidal"), company(name="Garage Vidol")
    for facts in (kept, absorbed):
        await registry.say(facts)
    site = absorbed.sites[0]

    async def found() -> dict[str, str]:
        return {host.site_key: host.label for host in await lycee.do(search_hosts, "garage")}

    gone = absorbed.model_copy(update={"sites": ()})
    both = kept.model_copy(update={"sites": (*kept.sites, site)})
    await registry.say(_corrected(gone, "Garage Vidol"), version=2)
    await registry.say(_corrected(both, "Garage Vidal"), version=2)
    await eventually(
        lambda: _is(found, {kept.sites[0].site_key: "Garage Vidal", site.site_key: "Garage Vidal"})
    )

    await registry.say(_corrected(kept, "Garage Vidal"), version=3)
    await registry.say(_corrected(absorbed, "Garage Vidol"), version=3)
    await eventually(
        lambda: _is(found, {kept.sites[0].site_key: "Garage Vidal", site.site_key: "Garage Vidol"})
    )


async def _is(found: Callable[[], Awaitable[dict[str, str]]], wanted: dict[str, str]) -> bool:
    return await found() == wanted


def _corrected(facts: CompanyRegisteredV1, name: str) -> CompanyCorrectedV1:
    return CompanyCorrectedV1.model_validate(facts.model_dump() | {"public_name": name})
