"""A campaign from its launch to its end, by the pages: two lycées, what they really do, and the figures of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio

from contracts.identifiers import Uai
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.views.french import PARIS
from services.coordination.service import SERVICE
from services.partnerships.duplicates.commands import register_company
from services.partnerships.exchanges.commands import log_interaction, withdraw_interaction
from tests.coordination.campaigns.world import seen
from tests.coordination.world import people
from tests.partnerships.world import company, exchange, site
from tests.supervision.browsing import without_tags
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.waiting import eventually

NAMES = {HERE: "Lycée des Tilleuls", ELSEWHERE: "Lycée des Deux Rives"}


async def named(network: Network) -> None:
    _, dsden = people(network.runtime("coordination").work)
    await dsden.knows(NAMES)


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    wanted = {"coordination", "partnerships", "supervision"}
    async with running(*(one for one in SERVICES if one.name in wanted)) as network:
        await named(network)
        yield network


@pytest_asyncio.fixture
async def alone(running: Running) -> AsyncIterator[Network]:
    """Supervision is down."""
    async with running(SERVICE) as network:
        await named(network)
        yield network


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    return await browser.post(path, data={"command_id": str(uuid4()), **fields})


def fields(network: Network, **more: str) -> dict[str, str]:
    """Of a campaign that begins today: three exchanges here, two elsewhere."""
    today = network.runtime("coordination").work.now().astimezone(PARIS).date()
    asked = {
        "title": "Trois appels par lycée",
        "text": "Appelez les entreprises de Caussade.",
        "measure": "exchanges",
        "from_on": str(today - timedelta(days=1)),
        "until_on": str(today + timedelta(days=20)),
        f"objectif-{HERE}": "3",
        f"objectif-{ELSEWHERE}": "2",
    }
    return {**asked, **more}


async def calls(network: Network, uai: Uai, name: str) -> tuple[UUID, UUID]:
    """A bureau calls a company it has; the company, and the exchange."""
    units = network.runtime("partnerships").work
    async with units.begin(Scope(frozenset({uai})), uai=uai) as uow:
        company_id = await register_company(
            uow, details=company(name), main=site(), distinct=True, now=uow.now
        )
        held = exchange(occurred_on=uow.now.astimezone(PARIS).date())
        return company_id, await log_interaction(
            uow, company_id=company_id, exchange=held, now=uow.now
        )


async def takes_back(network: Network, uai: Uai, company_id: UUID, exchange_id: UUID) -> None:
    units = network.runtime("partnerships").work
    async with units.begin(Scope(frozenset({uai})), uai=uai) as uow:
        await withdraw_interaction(
            uow, company_id=company_id, interaction_id=exchange_id, now=uow.now
        )


async def reads(browser: httpx2.AsyncClient, here: str, *texts: str) -> str:
    """The figures of the campaign, once they say all of it."""
    found = ""

    async def said() -> bool:
        nonlocal found
        answer = await browser.get(here.replace("/campagnes", "/departement/fragments/campagnes"))
        found = without_tags(answer.text)
        return all(text in found for text in texts)

    await eventually(said)
    return found


async def test_a_campaign_from_its_launch_to_its_end(network: Network) -> None:
    supervisor = await network.client_as(Role.SUPERVISOR)
    rbde = await network.client_as(Role.RBDE, HERE)
    other = await network.client_as(Role.RBDE, ELSEWHERE)
    drafted = await sends(supervisor, "/campagnes/nouvelle", **fields(network))
    here = drafted.headers["location"]
    assert (await rbde.get(here)).status_code == 404

    launched = await sends(supervisor, f"{here}/lancement", version="1")

    assert launched.status_code == 303
    page = (await rbde.get(here)).text
    assert ("3\u00a0échanges" in page, "2\u00a0échanges" in page) == (True, False)
    part = here.replace("/campagnes", "/departement/fragments/campagnes")
    assert f'hx-get="{part}"' in page
    first = await calls(network, HERE, "Menuiserie Roca")
    await calls(network, HERE, "Garage Roca")
    for name in ("Une", "Deux"):
        await calls(network, ELSEWHERE, f"Serrurerie {name}")
    whole = await reads(supervisor, here, "Ensemble : 4 sur 5", "2 sur 3", "Objectif atteint")
    assert "Lycée" in whole
    await takes_back(network, HERE, *first)
    await reads(supervisor, here, "Ensemble : 3 sur 5", "1 sur 3", "Il manque 2")
    own = await reads(rbde, here, "1 sur 3", "Il manque 2")
    assert ("2 sur 2" in own, "Ensemble" in own) == (False, False)
    assert "2 sur 2" in await reads(other, here, "Objectif atteint")

    await sends(rbde, f"{here}/commentaires", text="Peu d’ateliers.")
    assert "Peu d’ateliers." in (await supervisor.get(here)).text
    assert "Peu d’ateliers." not in (await other.get(here)).text
    version = await version_of(network, here)
    closed = await sends(supervisor, f"{here}/cloture", version=version, closing="Trois appels.")
    assert closed.status_code == 303
    over = (await other.get(here)).text
    assert ("Trois appels." in over, "Ce qui a été trouvé" in over) == (True, True)
    await reads(supervisor, here, "Ensemble : 3 sur 5")
    assert "Trois appels par lycée" in (await rbde.get("/campagnes")).text


async def version_of(network: Network, here: str) -> str:
    _, dsden = people(network.runtime("coordination").work)
    dsden.now = network.runtime("coordination").work.now()
    return str((await seen(dsden, UUID(here.rpartition("/")[2]))).version)


async def test_the_page_opens_and_says_so_when_the_figures_do_not_come(alone: Network) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    drafted = await sends(supervisor, "/campagnes/nouvelle", **fields(alone))
    here = drafted.headers["location"]
    await sends(supervisor, f"{here}/lancement", version="1")

    page = await supervisor.get(here)

    assert page.status_code == 200
    assert "qui ne répond pas pour le moment" in page.text


async def test_what_was_typed_stays_and_each_mistake_is_named(alone: Network) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    wrong = {f"objectif-{HERE}": "beaucoup", "until_on": "2020-01-01"}

    refused = await sends(supervisor, "/campagnes/nouvelle", **fields(alone, **wrong))

    assert refused.status_code == 422
    assert 'value="beaucoup"' in refused.text
    assert f'href="#champ-objectif-{HERE}"' in refused.text
    late = await sends(supervisor, "/campagnes/nouvelle", **fields(alone, until_on="2020-01-01"))
    assert "Indiquez une fin qui n’est pas avant le début." in late.text
    strange = await sends(supervisor, "/campagnes/nouvelle", **fields(alone, autre="1"))
    assert strange.status_code == 422


async def test_a_change_that_comes_second_shows_what_the_first_left(alone: Network) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    drafted = await sends(supervisor, "/campagnes/nouvelle", **fields(alone))
    here = drafted.headers["location"]
    changed = fields(alone, title="Quatre appels", version="1")
    assert (await sends(supervisor, f"{here}/correction", **changed)).status_code == 303

    second = await sends(
        supervisor, f"{here}/correction", **fields(alone, title="Cinq appels", version="1")
    )

    assert second.status_code == 409
    assert ("Quatre appels" in second.text, "Cinq appels" in second.text) == (True, True)
    copy = (await supervisor.get(f"/campagnes/nouvelle?modele={here.rpartition('/')[2]}")).text
    assert ('value="Quatre appels"' in copy, 'value="3"' in copy) == (True, True)


async def test_the_home_page_shows_what_runs_and_nothing_where_nothing_does(
    alone: Network,
) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    rbde = await alone.client_as(Role.RBDE, HERE)
    other = await alone.client_as(Role.RBDE, ELSEWHERE)
    empty = await supervisor.get("/reseau/fragments/campagnes")
    assert empty.text.strip() == ""
    asked = {name: value for name, value in fields(alone).items() if ELSEWHERE not in name}
    drafted = await sends(supervisor, "/campagnes/nouvelle", **asked)
    await sends(supervisor, f"{drafted.headers['location']}/lancement", version="1")

    assert "Trois appels" in (await supervisor.get("/reseau/fragments/campagnes")).text
    mine = (await rbde.get("/reseau/fragments/accueil?parties=campagnes-demandees")).text
    assert "Trois appels" in mine
    assert (await other.get("/reseau/fragments/campagnes-demandees")).text.strip() == ""


async def launched(network: Network, supervisor: httpx2.AsyncClient) -> str:
    drafted = await sends(supervisor, "/campagnes/nouvelle", **fields(network))
    here = drafted.headers["location"]
    await sends(supervisor, f"{here}/lancement", version="1")
    return here


async def test_a_closing_word_that_comes_second_is_given_back(alone: Network) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    here = await launched(alone, supervisor)
    await sends(supervisor, f"{here}/cloture", version="2", closing="Merci à tous.")

    second = await sends(supervisor, f"{here}/cloture", version="2", closing="Vingt appels.")

    assert second.status_code == 409
    assert ("Merci à tous." in second.text, "Vingt appels." in second.text) == (True, True)
    assert "ce que vous aviez écrit n’est pas enregistré" in without_tags(second.text)
    await sends(supervisor, f"{here}/reouverture", version="3")
    third = await sends(supervisor, f"{here}/cloture", version="3", closing="Trente appels.")
    assert ">\nTrente appels.</textarea>" in third.text
    assert "n’est pas enregistré" not in without_tags(third.text)


async def test_what_a_bureau_wrote_stays_its_own_once_it_is_asked_no_more(alone: Network) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    rbde, head = [await alone.client_as(role, HERE) for role in (Role.RBDE, Role.HEAD)]
    here = await launched(alone, supervisor)
    await sends(rbde, f"{here}/commentaires", text="Peu d’ateliers.")
    asked = {name: value for name, value in fields(alone).items() if HERE not in name}
    changed = await sends(supervisor, f"{here}/correction", **asked, version="2")
    assert changed.status_code == 303

    refused = await sends(rbde, f"{here}/commentaires", text="Deux garages en plus.")

    assert refused.status_code == 409
    assert "Deux garages en plus." in refused.text
    back = f'action="{here}/commentaires/retrait"'
    seen_by = [(await one.get(here)).text for one in (rbde, head, supervisor)]
    assert [back in page for page in seen_by] == [True, False, False]


async def test_a_comment_that_was_taken_back_is_in_no_cookie_and_comes_back_whole(
    alone: Network,
) -> None:
    supervisor = await alone.client_as(Role.SUPERVISOR)
    rbde = Visitor(await alone.client_as(Role.RBDE, HERE))
    here = await launched(alone, supervisor)
    # Longer than what a browser keeps in a cookie.
    text = "Les ateliers sont déjà pris. " * 68
    said = await rbde.send((await rbde.get(here)).form(f"{here}/commentaires"), text=text)

    gone = await rbde.send(said.form(f"{here}/commentaires/retrait"))

    assert "déjà pris" not in gone.text
    sent = [one.headers.get("set-cookie", "") for one in gone.answer.history]
    assert sent
    assert max(map(len, sent)) < 1_000
    back = await rbde.send(gone.form(f"{here}/commentaires/retablissement"))
    assert text.strip() in back.text
    assert "supervision" in back.text
