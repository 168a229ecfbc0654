"""The main menu: a line on a wide screen, one button on a phone, in both themes, without a script too."""

import pytest
from playwright.async_api import Browser, Page, expect

from services.chassis.base.identity import Role
from tests.browser.axe import NARROWEST, TOO_WIDE, settled, violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site

FIRST_LINE_PX = 260
"""The frame of a page leaves the rest of a phone's first screen to what the page is about."""


async def _opened_on_a_phone(site: Site) -> Page:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(PHONE)
    await page.goto("/pfmp")
    return page


async def test_on_a_phone_the_menu_is_a_button_until_it_is_unfolded(site: Site) -> None:
    page = await _opened_on_a_phone(site)
    menu = page.get_by_role("navigation", name="Menu principal")
    entry = menu.get_by_role("link", name="Entreprises")
    leave = page.get_by_role("button", name="Se déconnecter")

    await expect(entry).to_be_hidden()
    await expect(leave).to_be_hidden()
    heading = await page.get_by_role("heading", level=1).bounding_box()
    assert heading is not None
    assert heading["y"] < FIRST_LINE_PX

    await menu.get_by_text("Menu").click()

    await expect(entry).to_be_visible()
    await expect(leave).to_be_visible()
    await page.set_viewport_size(NARROWEST)
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []
    await page.close()


async def test_the_menu_of_a_phone_goes_by_keyboard(site: Site) -> None:
    page = await _opened_on_a_phone(site)
    await settled(page)
    await page.get_by_text("Menu", exact=True).focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/entreprises")
    await page.close()


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_the_menu_of_a_phone_unfolds_without_a_script(site: Site, browser: Browser) -> None:
    signed_in = site.browsers[Role.RBDE]
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=await signed_in.storage_state(),
    )
    page = await context.new_page()
    await page.goto("/pfmp")
    entry = page.get_by_role("link", name="Entreprises", exact=True)
    await expect(entry).to_be_hidden()

    await page.get_by_text("Menu", exact=True).click()

    await expect(entry).to_be_visible()
    await context.close()


async def test_a_wide_screen_shows_the_menu_at_once(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(DESKTOP)
    await page.goto("/pfmp")

    await expect(page.get_by_role("link", name="Entreprises", exact=True)).to_be_visible()
    await expect(page.get_by_text("Menu", exact=True)).to_be_hidden()
    await page.close()
