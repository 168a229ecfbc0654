"""What Ctrl-K offers: the pages one may open, each for the roles that may."""

import re
from html import unescape

import pytest

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.web.requests.private_search import COOKIE
from services.chassis.web.views.navigation import NavItem, Place
from tests.support.network import Network
from tests.support.pages import Page
from tests.support.routes import routes_of

ENTRIES = [item for service in SERVICES for item in service.navigation]
PLACES: list[NavItem | Place] = [*ENTRIES, *(place for item in ENTRIES for place in item.below)]
ROUTES = {
    route.path: route
    for service in SERVICES
    for route in routes_of(service)
    if route.method == "GET"
}
OPTION = re.compile(r'role="option"[^>]* data-href="([^"]*)"')


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.href)
def test_each_entry_leads_to_a_page_its_roles_may_open(place: NavItem | Place) -> None:
    route = ROUTES[place.href]

    assert route.declared.kind == "page"
    assert not route.in_query
    assert place.roles <= route.service.permissions.roles(route.declared.action)


def test_no_page_is_offered_twice_to_anybody() -> None:
    for role in Role:
        shown = [item for item in ENTRIES if role in item.roles]
        below = [place.href for item in shown for place in item.below if role in place.roles]
        addresses = [*(item.href for item in shown), *below]
        assert len(addresses) == len(set(addresses)), (role, addresses)


async def test_each_role_is_offered_its_own_pages(network: Network) -> None:
    async def offered(role: Role) -> tuple[set[str], str]:
        answer = await (await network.client_as(role)).get("/palette")
        assert answer.status_code == 200
        return set(OPTION.findall(answer.text)), unescape(answer.text)

    bureau, text = await offered(Role.RBDE)
    assert {"/entreprises/doublons", "/pfmp/periodes/nouvelle", "/semaine/nouvelle"} <= bureau
    assert 'data-suggested="/recherche/entreprises"' in text
    assert 'action="/recherche"' in text
    teacher, _ = await offered(Role.REFERENT_TEACHER)
    assert "/entreprises/partenariats" in teacher
    assert not {"/entreprises/nouvelle", "/pfmp", "/semaine"} & teacher
    operator, text = await offered(Role.OPERATOR)
    assert "/exploitation" in operator
    assert not [one for one in operator if one.startswith("/entreprises")]
    assert "data-suggested" not in text
    assert "/recherche" not in text
    assert (await network.client().get("/palette")).status_code == 401


async def test_without_a_script_the_way_to_it_leads_to_the_search(network: Network) -> None:
    bureau = (await (await network.client_as(Role.RBDE)).get("/")).text
    operator = (await (await network.client_as(Role.OPERATOR)).get("/")).text

    assert 'href="/recherche" data-palette="/palette"' in bureau
    assert 'href="/plan-du-site" data-palette="/palette"' in operator
    assert "data-palette" not in (await network.client().get("/connexion")).text


async def test_the_site_map_has_the_pages_below_the_menu(network: Network) -> None:
    page = Page(await (await network.client_as(Role.RBDE)).get("/plan-du-site"))

    assert "Doublons possibles" in page.text
    assert "Chercher partout" in page.text
    assert "Donner un accès" not in page.text


async def test_signing_out_leaves_nothing_of_a_search(network: Network) -> None:
    browser = await network.client_as(Role.RBDE)
    await browser.post("/recherche", data={"q": "Hortense Delbosc"})
    assert browser.cookies.get(COOKIE, path="/recherche")

    await browser.post("/deconnexion")

    assert browser.cookies.get(COOKIE, path="/recherche") is None
