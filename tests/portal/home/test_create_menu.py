"""« Créer », in the header of every page: what each role may create, and nothing else."""

import re
from html import unescape

import pytest

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.support.network import Network

CREATING = {
    place.href: place
    for service in SERVICES
    for item in service.navigation
    for place in item.below
    if place.creates
}
MENU = re.compile(r'<details class="create">(.*?)</details>', re.DOTALL)
ENTRY = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
BUREAU = [
    "Entreprise",
    "Échange",
    "Action",
    "Courriel à plusieurs",
    "Tâche",
    "PFMP",
    "Élèves",
    "Besoin",
    "Actualité",
    "Bonne pratique",
    "Besoin en compétences",
    "Demande d’appui",
]


def offered(page: str) -> dict[str, str]:
    """What the menu of a page offers: addresses, and what each is called."""
    menu = MENU.search(page)
    if menu is None:
        return {}
    return {href: unescape(label) for href, label in ENTRY.findall(menu[1])}


@pytest.mark.parametrize("role", Role)
async def test_each_role_is_offered_what_it_may_create_and_it_opens(
    network: Network, role: Role
) -> None:
    browser = await network.client_as(role)

    shown = offered((await browser.get("/compte")).text)

    assert shown == {
        place.href: place.creates for place in CREATING.values() if role in place.roles
    }
    for href in shown:
        assert (await browser.get(href)).status_code == 200, href


async def test_a_bureau_finds_everything_it_creates_by_short_nouns(network: Network) -> None:
    page = (await (await network.client_as(Role.RBDE)).get("/compte")).text

    assert list(offered(page).values()) == BUREAU


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR, Role.ACADEMY, Role.PARTNER])
async def test_who_may_create_nothing_has_no_button(network: Network, role: Role) -> None:
    page = (await (await network.client_as(role)).get("/compte")).text

    assert "Se déconnecter" in page
    assert 'class="create"' not in page


async def test_nobody_is_offered_anything_before_signing_in(network: Network) -> None:
    assert 'class="create"' not in (await network.client().get("/connexion")).text


async def test_the_palette_finds_by_one_word_all_that_may_be_created(network: Network) -> None:
    palette = (await (await network.client_as(Role.RBDE)).get("/palette")).text

    options = re.findall(r'role="option"[^>]* data-href="([^"]*)">(.*?)</div>', palette)
    found = [href for href, text in options if "créer" in unescape(text).lower()]
    assert sorted(found) == sorted(
        href for href, place in CREATING.items() if Role.RBDE in place.roles
    )
