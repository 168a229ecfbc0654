"""The page of a company as it is read: what one notes and what was done stand on the first screen."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from tests.browser.conftest import DESKTOP
from tests.browser.site import Site
from tests.partnerships.world import Bureau, siret_of
from tests.partnerships.world import site as place_of
from tests.support.services import ServiceDatabases

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)

LYCEE = Uai.numbered("0829042")
"""A lycée that no other test fills: where things stand on its pages is not theirs to move."""
TOPS = """all => all.map((one) => one.getBoundingClientRect().bottom)"""


async def a_company(site: Site) -> str:
    listed = (await site.clients[Role.RBDE].get("/entreprises")).text
    found = re.search(r'href="(/entreprises/[0-9a-f-]{36})"', listed)
    assert found
    return found[1]


async def the_page(site: Site, address: str) -> Page:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto(address)
    return page


async def test_pupils_are_asked_for_by_whose_roles_may_see_them(site: Site) -> None:
    card = await a_company(site)

    seen = {
        role: (await site.clients[role].get(card)).text
        for role in (Role.RBDE, Role.REFERENT_TEACHER)
    }

    asked = {role: "/pfmp/fragments/sites/" in page for role, page in seen.items()}
    assert asked == {Role.RBDE: True, Role.REFERENT_TEACHER: False}
    assert "Élèves accueillis" not in seen[Role.REFERENT_TEACHER]


async def test_an_exchange_is_noted_in_a_line_and_stands_on_the_first_screen(
    site: Site, service_databases: ServiceDatabases
) -> None:
    units = site.network.runtime("partnerships").work
    bureau = Bureau(LYCEE, units, service_databases.published, now=datetime.now(UTC))
    company_id = await bureau.registers(main=place_of(siret=siret_of(660)), distinct=True)
    async with site.browser_of(Role.RBDE, LYCEE) as browser:
        page = await browser.new_page()
        await page.goto(f"/entreprises/{company_id}")
        await notes_an_exchange(page)


async def notes_an_exchange(page: Page) -> None:
    form = page.get_by_role("region", name="Noter un échange")
    await form.get_by_label("Suite").select_option(label="D’accord")
    note = form.get_by_role("textbox", name="Note (reste au lycée)")
    feet = await form.locator(".fields").first.locator("select, input, textarea").evaluate_all(TOPS)
    assert max(feet) - min(feet) < 3, "a line"

    await note.fill("Deux places en mai.")
    await form.get_by_role("button", name="Noter l’échange").click()

    await expect(page.get_by_text("Échange consigné")).to_be_visible()
    entry = page.locator(".timeline li").filter(has_text="Deux places en mai.").first
    place = await entry.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] < DESKTOP["height"]
    await expect(entry.get_by_role("link", name="Corriger")).to_be_visible()
    await page.emulate_media(media="print")
    await expect(entry.get_by_role("link", name="Corriger")).to_be_hidden()
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.get_by_text("Échange retiré.")).to_be_visible()


async def test_what_is_refused_shows_the_field_it_is_about_though_it_was_folded(site: Site) -> None:
    page = await the_page(site, await a_company(site))
    form = page.get_by_role("region", name="Noter un échange")
    await form.get_by_label("Suite").select_option(label="D’accord")
    await form.get_by_text("Autre date, motif").click()
    await form.get_by_label("Raison du refus").select_option(label="N’a pas de place")
    await form.get_by_text("Autre date, motif").click()
    await form.get_by_role("textbox", name="Note").fill("Un texte qui reste.")
    await form.get_by_role("button", name="Noter l’échange").click()

    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(form.get_by_label("Raison du refus")).to_be_visible()
    await expect(form.get_by_role("textbox", name="Note")).to_have_value("Un texte qui reste.")
    await page.close()


async def test_what_is_under_plus_is_gone_once_one_is_elsewhere(site: Site) -> None:
    page = await the_page(site, await a_company(site))
    button = page.locator(".menu-of-actions > summary")
    entry = page.get_by_role("link", name="Corriger la fiche")

    await button.focus()
    await page.keyboard.press("Enter")
    await expect(entry).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(entry).to_be_hidden()
    await expect(button).to_be_focused()

    await page.keyboard.press("Enter")
    await page.get_by_role("heading", level=1).click()
    await expect(entry).to_be_hidden()

    await button.click()
    await expect(entry).to_be_visible()
    await page.locator(".create > summary").click()
    await expect(entry).to_be_hidden()
    await button.focus()
    await expect(page.locator(".create ul")).to_be_hidden()
    await page.close()


async def test_a_refused_number_of_staff_is_said_first_and_leads_to_its_field(site: Site) -> None:
    page = await the_page(site, await a_company(site))
    part = page.get_by_role("region", name="Établissement")
    await part.get_by_text(re.compile("(Noter|Corriger) l’effectif")).first.click()
    field = part.get_by_role("textbox", name="Effectif").first
    await field.fill("abc")
    await part.get_by_role("button", name="Enregistrer l’effectif").first.click()

    said = page.get_by_role("alert")
    await expect(said).to_be_focused()
    await expect(said).to_be_in_viewport()
    await said.get_by_role("link", name="Effectif").click()
    await expect(field).to_be_focused()
    await expect(field).to_have_value("abc")

    await field.fill("14")
    await part.get_by_role("button", name="Enregistrer l’effectif").first.click()
    await expect(page.get_by_text("Effectif noté.")).to_be_visible()
    await part.get_by_text("Corriger l’effectif").first.click()
    await expect(field).to_have_value("14")
    await page.close()
