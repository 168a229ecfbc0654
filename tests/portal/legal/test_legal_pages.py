"""What the law asks of a site is one click away on every page, signed in or not."""

import re

import pytest

from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from tests.portal.running import the_portal
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Page
from tests.support.services import ServiceDatabases

ASKED = ("/plan-du-site", "/accessibilite", "/mentions-legales", "/donnees-personnelles")


async def test_the_footer_leads_to_what_the_law_asks_for_without_an_account(
    portal: Network,
) -> None:
    browser = portal.client()
    footer = (await browser.get("/connexion")).text.partition("<footer")[2]
    linked = re.findall(r'href="(/[^"]*)"', footer)

    assert "Accessibilité\u00a0: non conforme" in footer
    assert [link for link in linked if "#" not in link] == [*ASKED]
    for link in linked:
        address, _, part = link.partition("#")
        page = await browser.get(address)
        assert page.status_code == 200
        assert not part or f'id="{part}"' in page.text


async def test_whoever_is_signed_in_keeps_the_menu_there(network: Network) -> None:
    head = await network.client_as(Role.HEAD)

    page = Page(await head.get("/plan-du-site"))

    assert "Registre" in page.text
    assert "Se connecter" not in page.text


async def test_who_works_for_several_lycees_reads_them_too(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE, ELSEWHERE)

    for address in ASKED:
        assert (await rbde.get(address)).status_code == 200


@pytest.mark.parametrize("demonstration", [True, False])
async def test_what_the_installation_was_not_told_is_said(
    service_databases: ServiceDatabases, settings: Settings, *, demonstration: bool
) -> None:
    bare = settings.replaced(demonstration=demonstration)
    async with the_portal(service_databases, bare) as portal:
        notices = Page(await portal.client().get("/mentions-legales")).text
        statement = Page(await portal.client().get("/accessibilite")).text

    assert ("PASSERELLE_PUBLISHER" in notices) is not demonstration
    assert ("démonstration sur cette machine" in notices) is demonstration
    assert "Adressez-vous à la direction de votre lycée" in statement


async def test_what_the_installation_was_told_is_shown(
    service_databases: ServiceDatabases, settings: Settings
) -> None:
    told = settings.replaced(
        publisher="DSDEN de Tarn-et-Garonne, 12 avenue Charles-de-Gaulle, Montauban",
        publication_director="Alix Fontanel",
        hosted_by="Rectorat, Toulouse, 05 36 49 00 01",
        contact_mail="passerelle@dsden.example",
        data_protection_mail="dpd@rectorat.example",
    )
    async with the_portal(service_databases, told) as portal:
        pages = [Page(await portal.client().get(address)).text for address in ASKED]

    _, statement, notices, personal = pages
    for value in (told.publisher, told.publication_director, told.hosted_by, told.contact_mail):
        assert value in notices
    assert told.contact_mail in statement
    assert told.data_protection_mail in personal


@pytest.mark.parametrize("demonstration", [True, False])
async def test_an_operator_reads_what_the_installation_was_not_told(
    service_databases: ServiceDatabases, settings: Settings, *, demonstration: bool
) -> None:
    told = settings.replaced(demonstration=demonstration, publisher="DSDEN", demo_smtp_port=0)
    async with the_portal(service_databases, told) as portal:
        page = Page(await (await portal.client_as(Role.OPERATOR, None)).get("/exploitation"))

    lacks = page.text.partition("À compléter")[2]
    assert ("Donnez PASSERELLE_SMTP_HOST" in lacks) is not demonstration
    assert ("PASSERELLE_PUBLICATION_DIRECTOR" in lacks) is not demonstration
    assert "PASSERELLE_PUBLISHER" not in lacks
