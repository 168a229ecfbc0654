"""Pages on paper: what is read stays, what is pressed goes, each sheet says where it is from."""

import re

import pytest
from playwright.async_api import Page

from services.chassis.identity import Role
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
