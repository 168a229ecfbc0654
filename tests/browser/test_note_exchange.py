"""« Noter un échange » on the home page: four acts from the name of a company to what is noted."""

import pytest
from playwright.async_api import Browser, expect

from services.chassis.base.identity import Role
from tests.browser.conftest import PHONE
from tests.browser.site import Site


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_an_exchange_is_noted_from_the_home_page_without_a_script(
    site: Site, browser: Browser
) -> None:
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=await site.browsers[Role.RBDE].storage_state(),
    )
    page = await context.new_page()
    await page.goto("/")
    whom = page.get_by_role("searchbox", name="Entreprise ou personne avec qui vous avez échangé")

    await whom.fill("Hortense Delbosc")
    await page.get_by_role("button", name="Noter un échange").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Noter un appel")
    await page.get_by_role("group", name="Suite").get_by_label("À rappeler").check()
    await page.get_by_role("button", name="Noter l’appel").click()

    await expect(page.get_by_text("Appel noté.")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Aujourd’hui")
    await context.close()
