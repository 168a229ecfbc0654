"""Anybody reads what services tell each other, as the code says it."""

import re

import httpx2
import pytest
import pytest_asyncio

from contracts.event import Event
from contracts.published import published
from deploy.catalogue import subscriptions
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.supervision.browsing import without_tags
from tests.support.network import Network

TITLES = {service.name: service.title for service in SERVICES}
HEARD = subscriptions()


@pytest_asyncio.fixture
async def reader(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.PARTNER, None)


async def said_of(reader: httpx2.AsyncClient, event: type[Event]) -> str:
    """What the page says of one event."""
    page = (await reader.get("/evenements")).text
    return page.partition(f'<details class="card" id="{event.__name__}"')[2].partition(
        "</details>"
    )[0]


async def test_each_event_says_what_it_carries_who_says_it_and_who_listens(
    reader: httpx2.AsyncClient,
) -> None:
    for event in published():
        said = await said_of(reader, event)
        publisher, listeners, readers = re.findall(r"<dd>(.*?)</dd>", said)

        assert publisher == TITLES[event.service()]
        heard = {TITLES[one.service] for one in HEARD.get(event.ce_type(), ())}
        assert set(listeners.split(", ")) == (heard or {"personne pour l’instant"})
        assert ("jamais la supervision" in readers) == (event.audience() == "bureau")
        for name in event.model_fields:
            assert f"<code>{name}</code>" in said, f"{event.__name__}.{name}"
            assert f"&#34;{name}&#34;" in said, f"{event.__name__}.{name}"


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_each_event_has_a_french_name(event: type[Event]) -> None:
    """In brackets, first, in what the code says of it."""
    assert re.search(r"\([^)]+\)", event.__doc__ or ""), f"{event.__name__}: name it in French"


async def test_a_field_is_told_in_french(reader: httpx2.AsyncClient) -> None:
    by_name = {event.__name__: event for event in published()}

    registered = await said_of(reader, by_name["CompanyRegisteredV1"])
    covered = await said_of(reader, by_name["CoverageChangedV1"])

    assert "<code>sites[].commune</code></th><td>code, ou rien" in registered
    assert "<code>public_name</code></th><td>texte public, ou rien" in registered
    assert "<td>nombre entier, de 0 à 100\u202f000</td>" in covered


async def test_it_is_read_without_signing_in_and_keeps_the_menu_of_who_is(
    network: Network, reader: httpx2.AsyncClient
) -> None:
    visitor = network.client()
    page = await visitor.get("/evenements")

    assert page.status_code == 200
    assert "Lieu d’accueil confirmé" in page.text
    assert 'href="/evenements"' not in (await visitor.get("/connexion")).text
    assert "Menu principal" in (await reader.get("/evenements")).text


async def test_what_it_says_is_french_but_for_names_of_the_code(
    reader: httpx2.AsyncClient,
) -> None:
    page = (await reader.get("/evenements")).text
    text = without_tags(re.sub(r"<(code|pre)\b.*?</\1>", "", page, flags=re.DOTALL))

    assert re.search(r"\b(the|of|was|were|told|whole state)\b", text) is None


async def test_the_map_of_the_site_leads_there(reader: httpx2.AsyncClient) -> None:
    assert 'href="/evenements"' in (await reader.get("/plan-du-site")).text


async def test_the_document_for_tools_is_read_without_signing_in(
    network: Network, reader: httpx2.AsyncClient
) -> None:
    assert 'href="/api/portal/asyncapi.json"' in (await reader.get("/evenements")).text

    answer = await network.client().get("/api/portal/asyncapi.json")

    assert answer.headers["content-type"] == "application/json"
    channels = answer.json()["channels"]
    assert {event.__name__ for event in published()} <= set(channels)
