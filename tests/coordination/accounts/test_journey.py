"""An arbitration by the pages, over the bus: the registry follows it, the journal says it, bureaux are told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.duplicates.commands import register_company
from services.partnerships.territories.commands import take_lead
from tests.coordination.accounts.world import COMPANY, the_lycees
from tests.coordination.world import people
from tests.partnerships.world import company, site
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.waiting import eventually

PLACES = "Nous proposons deux places pour chacun."


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    wanted = {"coordination", "partnerships", "supervision"}
    async with running(*(one for one in SERVICES if one.name in wanted)) as network:
        await the_lycees(people(network.runtime("coordination").work)[1])
        yield network


async def led_here(network: Network) -> UUID:
    """A company the lycée here leads with."""
    registry = network.runtime("partnerships").work
    async with registry.begin(Scope(frozenset({HERE}))) as uow:
        company_id = await register_company(
            uow, details=company(COMPANY), main=site(), distinct=False, now=uow.now
        )
        await take_lead(uow, company_id=company_id, now=uow.now)
    return company_id


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> str:
    sent = await browser.post(path, data={"command_id": str(uuid4()), **fields})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


async def says(page: Callable[[], Awaitable[str]], words: str) -> str:
    """The page, once it says this."""

    async def look() -> str:
        text = await page()
        return text if words in text else ""

    return await eventually(look)


async def test_the_registry_follows_what_the_supervisor_decides_and_takes_back(
    network: Network,
) -> None:
    leading = await network.client_as(Role.RBDE, HERE)
    asking = await network.client_as(Role.RBDE, ELSEWHERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company_id = await led_here(network)
    fiche = f"/entreprises/{company_id}"

    async def asked_of_the_lead() -> str:
        return (await leading.get("/grands-comptes")).text

    async def card() -> str:
        return (await asking.get(fiche)).text

    async def journal() -> str:
        return (await supervisor.get("/departement/journal")).text

    assert "Demander un arbitrage" in await card()
    here = await sends(
        asking,
        "/grands-comptes/nouveau",
        company_id=str(company_id),
        company=COMPANY,
        reason="lead",
        text=PLACES,
    )
    # The registry said who leads: its bureau is concerned, without anybody naming it.
    await says(asked_of_the_lead, COMPANY)
    assert PLACES in (await leading.get(here)).text

    await sends(
        supervisor,
        f"{here}/arbitrage",
        version="1",
        outcome="lead",
        lead=ELSEWHERE,
        from_on="2020-01-06",
        text="Un seul appel par mois.",
    )
    shown = await says(card, "désigné par la DSDEN le")
    assert "Devenir chef de file" not in shown
    told = await says(journal, "a décidé un chef de file avec")
    assert "a demandé un arbitrage sur" in told
    for text in (PLACES, "Un seul appel"):
        assert text not in told

    await sends(supervisor, f"{here}/arbitrage/retrait", version="2")

    async def given_back() -> bool:
        return "désigné par la DSDEN le" not in await card()

    await eventually(given_back)
    assert "Chef de file" in await card()
