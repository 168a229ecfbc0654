"""« Créer » in the header: by keys alone, on a phone, and without a script."""

import pytest
from playwright.async_api import Browser, expect

from services.chassis.base.identity import Role
from tests.browser.axe import NARROWEST, TOO_WIDE, settled, violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site


async def test_the_list_goes_by_keys_and_closes_where_it_was_opened(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(DESKTOP)
    await page.goto("/pfmp")
    await settled(page)
    button = page.locator(".create > summary")
    entry = page.locator(".create").get_by_role("link", name="Tâche")

    await button.focus()
    await page.keyboard.press("Enter")
    await expect(entry).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(entry).to_be_hidden()
    await expect(button).to_be_focused()

    await page.keyboard.press("Enter")
    await page.get_by_role("heading", level=1).click()
    await expect(entry).to_be_hidden()

    await button.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Shift+Tab")
    await expect(entry).to_be_hidden()

    await button.focus()
    await page.keyboard.press("Enter")
    await entry.focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/semaine/nouvelle")
    await page.close()


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_on_a_phone_it_is_beside_the_menu_and_unfolds_without_a_script(
    site: Site, browser: Browser
) -> None:
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=await site.browsers[Role.RBDE].storage_state(),
    )
    page = await context.new_page()
    await page.goto("/pfmp")
    button, menu = page.locator(".create > summary"), page.locator(".menu-button")
    for size in (PHONE, NARROWEST):
        await page.set_viewport_size(size)
        mine, other = await button.bounding_box(), await menu.bounding_box()
        brand = await page.locator(".brand-name").bounding_box()
        assert mine is not None
        assert other is not None
        assert brand is not None
        assert brand["x"] + brand["width"] <= mine["x"]
        assert mine["x"] + mine["width"] <= other["x"]
        assert mine["y"] == other["y"]
        assert min(mine["width"], mine["height"]) >= 44

    await button.click()
    assert await page.evaluate(TOO_WIDE) <= 0
    await page.locator(".create").get_by_role("link", name="PFMP").click()
    await page.wait_for_url("**/pfmp/periodes/nouvelle")
    await context.close()
