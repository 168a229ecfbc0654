"""Figures on a phone: each stands at the right of its line, whole, whatever words stand for it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.supervision.base.figures import Untold
from tests.browser.axe import TOO_WIDE, settled
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.internships.world import ELEC, Lycee
from tests.support.proof import short_and_long
from tests.support.waiting import eventually

LYCEE = Uai.numbered("0829045")
"""A lycée that no other test fills: the length of what is read of it is that of what is below."""

PAGES = (
    "/departement",
    "/departement/partenariats",
    "/departement/actions",
    "/departement/indicateurs",
    "/departement/couverture",
    "/departement/mouvements",
    "/departement/semaine",
    "/departement/tableaux",
    "/departement/rapports",
)
ASTRAY = """() => [...document.querySelectorAll(".stacked td.number[data-label]")]
  .filter((cell) => cell.textContent.trim() && cell.checkVisibility())
  .filter((cell) => {
    // What is heard only stands nowhere.
    const range = document.createRange();
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const lines = [];
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement.closest(".unseen")) continue;
      range.selectNodeContents(texts.currentNode);
      lines.push(...[...range.getClientRects()].filter((one) => one.width));
    }
    const box = cell.getBoundingClientRect();
    // One line of it ends where the cell does, and none goes out of it.
    return Math.max(...lines.map((one) => one.right)) < box.right - 2
      || lines.some((one) => one.left < box.left - 1 || one.right > box.right + 1);
  }).map((cell) => cell.dataset.label + " : " + cell.textContent.trim())"""
SAID = """(word) => document.querySelectorAll(".stacked td.number[data-label]")
  .forEach((cell) => { cell.textContent = word; })"""
"""What stands where there is no figure: longer than any of those of this installation."""
APART = """() => [...document.querySelectorAll(".stacked td.number[data-label]")]
  .filter((cell) => cell.checkVisibility() && [...cell.childNodes].filter((one) => one.textContent.trim()).length > 1)
  .map((cell) => cell.dataset.label)"""
"""Pieces of one figure that the line would spread over its width."""


LENGTH = "document.documentElement.scrollHeight"
ALL_SHOWN = """() => [...document.querySelectorAll("details.phone-fold table")]
  .every((one) => one.checkVisibility({contentVisibilityAuto: true}))"""
"""Once what is drawn for another medium is drawn."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bureau(site: Site) -> AsyncIterator[BrowserContext]:
    """A browser of the bureau of that lycée, whose coverage the department knows."""
    superuser = await site.databases.superuser("internships")
    units = site.network.runtime("internships").work
    async with site.browser_of(Role.RBDE, LYCEE) as browser:
        lycee = Lycee(LYCEE, units, superuser, now=datetime.now(UTC))
        formation = await lycee.opens(ELEC, "1re pro Électricité")
        await lycee.imports("VERLHAGUET Mahaut 1TEL", classes={"1TEL": formation})
        await lycee.publishes_a_period(formation)
        await superuser.close()
        seen = site.clients[Role.SUPERVISOR]

        async def covered() -> bool:
            return "sur 1\u00a0attendu" in (await seen.get(f"/departement/lycees/{LYCEE}")).text

        await eventually(covered)
        yield browser


async def opened(site: Site, address: str, width: int) -> Page:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.set_viewport_size(ViewportSize(width=width, height=PHONE["height"]))
    await page.goto(address)
    await settled(page)
    # Sections that are folded on a phone have their figures too.
    await page.evaluate(
        "document.querySelectorAll('.phone-fold').forEach((one) => (one.open = true))"
    )
    return page


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_a_link_opens_the_fold_it_leads_into_whatever_the_browser_does(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    await page.goto("/departement/nos-chiffres")
    # As in a browser that opens no fold by itself.
    await page.evaluate("window.addEventListener('click', (one) => one.preventDefault(), true)")
    link = page.locator('a.figure-label[href^="#definition-"]').first
    told = page.locator(str(await link.get_attribute("href")))
    await expect(told).not_to_be_visible()
    await link.click()
    await expect(told).to_be_in_viewport()
    assert not await page.evaluate("location.hash")


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
@pytest.mark.parametrize(
    "address", ["/envois/modeles", "/avis/reglages", "/entreprises/territoire"]
)
async def test_long_lists_are_folded_on_a_phone_alone(site: Site, address: str) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    await page.goto(address)
    await settled(page)
    assert await page.evaluate(LENGTH) <= 3 * PHONE["height"]
    folds = page.locator("details.phone-fold")
    hidden = folds.last.locator("th, select, label").last
    await expect(hidden).not_to_be_visible()
    await folds.last.locator("summary").click()
    await expect(hidden).to_be_visible()

    await folds.last.locator("summary").click()
    await page.set_viewport_size(ViewportSize(width=1280, height=900))
    await expect(hidden).to_be_visible()
    await expect(folds.last.locator("summary")).not_to_be_visible()


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SUPERVISOR, "/departement/indicateurs"),
        (Role.SUPERVISOR, "/departement/rapports"),
        (Role.RBDE, "/departement/nos-chiffres"),
        (Role.SUPERVISOR, f"/departement/lycees/{LYCEE}"),
    ],
)
async def test_sections_of_figures_are_folded_on_a_phone_alone_and_whole_on_paper(
    site: Site, bureau: BrowserContext, role: Role, address: str
) -> None:
    page = await (bureau if role is Role.RBDE else site.browsers[role]).new_page()
    await page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    await page.goto(address)
    if address.endswith("/rapports"):
        await page.locator("li").filter(has_text="En cours").get_by_role("link").first.click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Rapport,")
    await settled(page)
    assert await page.evaluate(LENGTH) <= 6 * PHONE["height"]
    # Another fold may hold the word in its lines: the one that says it is meant.
    counted = page.locator("summary").filter(has_text="autres ")
    fold = page.locator("details.phone-fold").filter(has=counted).first
    await expect(fold.locator("summary")).to_be_visible()
    await expect(fold.locator("table")).not_to_be_visible()
    await fold.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(fold.locator("table")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(fold.locator("table")).not_to_be_visible()
    await page.emulate_media(media="print")
    await page.wait_for_function(ALL_SHOWN)
    await page.emulate_media(media="screen")
    await page.set_viewport_size(ViewportSize(width=1280, height=800))
    await page.wait_for_function(ALL_SHOWN)
    await expect(fold.locator("summary")).not_to_be_visible()


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
async def test_a_browser_that_shows_nothing_of_a_closed_fold_has_sections_open_but_on_a_phone(
    site: Site, bureau: BrowserContext
) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    # As in a browser of two years ago.
    await page.add_init_script("CSS.supports = () => false")
    await page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    await page.goto(f"/departement/lycees/{LYCEE}")
    await settled(page)
    folds = page.locator("details.phone-fold")
    still = page.locator("details.phone-fold:not([open])")
    assert await still.count() == await folds.count() > 0
    await page.set_viewport_size(ViewportSize(width=1280, height=800))
    await expect(still).to_have_count(0)
    await page.reload()
    await settled(page)
    await expect(still).to_have_count(0)
    # Who prints from a phone reads all of it too.
    await page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    await page.reload()
    await settled(page)
    assert await still.count() == await folds.count()
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await expect(still).to_have_count(0)


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", short_and_long([320], [PHONE["width"]]))
async def test_a_figure_stands_whole_at_the_right_of_its_line(
    site: Site, address: str, width: int
) -> None:
    page = await opened(site, address, width)
    assert await page.evaluate(APART) == []
    assert await page.evaluate(ASTRAY) == []
    for word in (Untold.UNTOLD, Untold.TOO_FEW):
        await page.evaluate(SAID, word.value)
        assert await page.evaluate(ASTRAY) == []
    assert await page.evaluate(TOO_WIDE) <= 0
    await page.close()
