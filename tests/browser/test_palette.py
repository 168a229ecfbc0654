"""Ctrl-K and « ? »: everything by keys alone, in both themes, and no key taken from who types."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from services.chassis.base.identity import Role
from tests.browser.axe import scrolls_sideways, violations
from tests.browser.conftest import PHONE
from tests.browser.site import Site

PALETTE, KEYS = "Aller à…", "Raccourcis clavier"
FIELD = "#palette-mots"
FOCUSED = "() => document.activeElement.textContent.trim() || document.activeElement.id"


@pytest_asyncio.fixture(loop_scope="session")
async def page(site: Site) -> AsyncIterator[Page]:
    """The bureau's, on the page of PFMP."""
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/pfmp")
    yield page
    await page.close()


async def opens(page: Page) -> None:
    await page.wait_for_load_state()  # its script is there
    await page.keyboard.press("Control+k")
    await expect(page.locator(FIELD)).to_be_focused()


async def test_a_page_is_opened_by_a_few_letters(page: Page) -> None:
    await opens(page)
    chosen = page.get_by_role("option", selected=True)
    await expect(chosen).to_have_count(1)
    assert await violations(page) == []

    await page.keyboard.type("DOUBLONS poss")
    await expect(chosen).to_contain_text("Doublons possibles")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/entreprises/doublons")


async def test_a_company_is_opened_then_what_is_done_with_it(page: Page) -> None:
    await opens(page)
    await page.keyboard.type("chaudronnerie")
    company = page.get_by_role("option", name="Chaudronnerie du Quercy")
    await expect(company.first).to_have_attribute("aria-selected", "true")
    everywhere = page.get_by_role("option", name="Chercher partout")
    await page.keyboard.press("ArrowUp")
    await expect(everywhere).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(company.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Chaudronnerie du Quercy")

    await opens(page)
    await page.keyboard.type("noter un echange")
    await expect(page.get_by_role("option", name="Noter un échange", exact=True)).to_be_visible()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert await page.evaluate(FOCUSED) == "Noter un échange"


async def test_what_no_page_is_called_is_looked_for_everywhere(page: Page) -> None:
    await opens(page)
    await page.keyboard.type("Delbosc hortense")
    everywhere = page.get_by_role("option", name="Chercher partout\u00a0: Delbosc hortense")
    await expect(everywhere).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/recherche")
    contacts = page.get_by_role("region", name="Contacts")
    await expect(contacts.get_by_role("link", name="Hortense Delbosc")).to_be_visible()
    assert await violations(page) == []
    assert await scrolls_sideways(page) == []
    await contacts.get_by_role("link", name="Hortense Delbosc").click()
    await page.wait_for_url("**/entreprises/*")
    await page.go_back()
    await expect(contacts.get_by_role("link", name="Hortense Delbosc")).to_be_visible()


async def test_closing_leads_back_to_where_one_was(page: Page) -> None:
    entry = page.get_by_role("link", name="Entreprises", exact=True)
    await entry.focus()
    for key in ("Escape", "Control+k"):
        await opens(page)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press(key)
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await expect(entry).to_be_focused()
    await opens(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # « Fermer »
    await expect(entry).to_be_focused()


async def test_the_help_opens_by_one_key_outside_a_field_until_nobody_wants_it(page: Page) -> None:
    field = page.get_by_role("searchbox", name="Chercher partout")
    help_ = page.get_by_role("dialog", name=KEYS)
    await field.focus()
    await page.keyboard.press("?")
    await expect(field).to_have_value("?")
    await expect(help_).to_have_count(0)
    await page.keyboard.press("Control+k")  # opens over a field too
    await expect(page.get_by_role("dialog", name=PALETTE)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(field).to_be_focused()

    await page.get_by_role("link", name="Entreprises", exact=True).focus()
    await page.keyboard.press("?")
    await expect(help_).to_be_visible()
    assert await violations(page) == []
    await help_.get_by_role("checkbox").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(help_).to_be_hidden()
    await page.reload()
    await page.keyboard.press("?")
    await opens(page)
    await page.keyboard.type("raccourcis")
    await page.keyboard.press("Enter")
    await expect(help_).to_be_visible()
    await help_.get_by_role("checkbox").check()


async def test_on_a_phone_it_opens_from_the_menu_and_fits(page: Page) -> None:
    await page.set_viewport_size(PHONE)
    await page.get_by_role("navigation", name="Menu principal").get_by_text("Menu").click()
    await page.get_by_role("link", name=PALETTE).click()

    await expect(page.locator(FIELD)).to_be_focused()
    box = await page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
    assert await violations(page) == []
    await page.get_by_role("option", name="Doublons possibles").click()
    await page.wait_for_url("**/entreprises/doublons")


@asynccontextmanager
async def another(site: Site, browser: Browser, *, javascript: bool = True) -> AsyncIterator[Page]:
    """The bureau's too, in a browser of its own."""
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        java_script_enabled=javascript,
        storage_state=await site.browsers[Role.RBDE].storage_state(),
    )
    page = await context.new_page()
    await page.goto("/pfmp")
    yield page
    await context.close()


async def test_without_a_script_a_link_leads_to_the_search(site: Site, browser: Browser) -> None:
    async with another(site, browser, javascript=False) as page:
        await page.get_by_role("link", name=PALETTE).click()

        await page.wait_for_url("**/recherche")
        asked = page.get_by_role("main").get_by_label("Mots cherchés")
        await asked.fill("delbosc")
        await asked.press("Enter")
        await expect(page.get_by_role("link", name="Hortense Delbosc")).to_be_visible()


async def test_somebody_signed_out_meanwhile_is_led_to_the_way_in(
    site: Site, browser: Browser
) -> None:
    async with another(site, browser) as page:
        await page.context.clear_cookies()

        await page.keyboard.press("Control+k")

        await page.wait_for_url(re.compile(r"/connexion\?next=/recherche$"))
