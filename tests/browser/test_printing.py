"""Pages on paper: what is read stays, what is pressed goes, each sheet says where it is from."""

import re

import pytest
from playwright.async_api import Browser, Page

from services.chassis.base.identity import Role
from tests.browser.site import Site

SHEET = re.compile(rb"/Type\s*/Page\b")
SHOWN = (
    "(what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility()).length"
)
DRAWN = "([what, how]) => getComputedStyle(document.querySelector(what))[how]"
PRESSED = ".menu a, button, .button, .search, .who, .breadcrumb, .bottom-links a"


async def printed(page: Page, address: str) -> Page:
    await page.goto(address)
    await page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("address", ["/entreprises", "/pfmp", "/"])
async def test_a_page_on_paper_holds_nothing_to_press(site: Site, address: str) -> None:
    page = await printed(await site.browsers[Role.RBDE].new_page(), address)

    assert await page.evaluate(SHOWN, PRESSED) == 0
    assert await page.evaluate(SHOWN, "h1, .brand-place, .on-paper") == 3
    ink = await page.evaluate(DRAWN, ["body", "color"])
    assert await page.evaluate(DRAWN, ["main a, .brand", "color"]) == ink
    await page.close()


async def test_every_sheet_of_a_long_list_has_its_head_and_foot(site: Site) -> None:
    page = await printed(await site.browsers[Role.RBDE].new_page(), "/composants")

    kinds = [await page.evaluate(DRAWN, [what, "display"]) for what in (".top", ".bottom", "thead")]
    assert kinds == ["table-header-group", "table-footer-group", "table-header-group"]
    assert await page.evaluate(DRAWN, ["tbody tr", "breakInside"]) == "avoid"
    sheets = await page.pdf(prefer_css_page_size=True)
    assert len(SHEET.findall(sheets)) > 1
    await page.close()


FOLDED = """() => [...document.querySelectorAll("details.read:not([open]) li, details.read:not([open]) tr")]
  .map((one) => one.checkVisibility())"""


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_what_is_folded_to_be_short_is_whole_on_paper(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/pfmp/eleves")
    # Each class is folded where there are several, as on a first of September.
    await page.locator("details.read").evaluate_all("all => all.forEach(one => one.open = false)")
    assert not any(await page.evaluate(FOLDED))
    await page.emulate_media(media="print")
    shown = await page.evaluate(FOLDED)
    assert shown
    assert all(shown)
    await page.close()


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_without_a_script_the_pupils_a_company_hosts_are_read_apart(
    site: Site, browser: Browser
) -> None:
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        java_script_enabled=False,
        storage_state=await site.browsers[Role.RBDE].storage_state(),
    )
    page = await context.new_page()
    await page.goto("/entreprises?filtre=toutes")
    await page.get_by_role("rowheader").get_by_role("link").first.click()
    await page.wait_for_url(re.compile("/entreprises/[0-9a-f-]{36}"))
    hosted = page.get_by_role("region", name="Élèves accueillis")
    await hosted.get_by_role("link", name="Lire cette partie à part").first.click()
    await page.wait_for_url("**/pfmp/fragments/sites/*")
    assert await page.get_by_text(re.compile("accueilli")).count()
    await context.close()
