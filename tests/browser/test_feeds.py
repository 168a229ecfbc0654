"""The supervisor gives the Région a feed and takes it back, in four clicks from the sign-in each way."""

import feedparser
import httpx2
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.axe import violations, will_be_judged
from tests.browser.conftest import People
from tests.browser.test_journey import somebody
from tests.support.processes import Command
from tests.support.waiting import eventually

SUPERVISOR = "supervision@dsden.example"


async def goes_to_feeds(page: Page) -> None:
    """Two clicks from what follows the sign-in; on a phone the menu is opened by one more."""
    await page.goto("/")
    department = page.get_by_role("link", name="Département", exact=True).first
    if not await department.is_visible():
        await page.locator("summary, button").filter(has_text="Menu").first.click()
    await department.click()
    await page.get_by_role("link", name="Flux pour d’autres organisations").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Flux")


async def test_the_region_is_given_a_feed_and_it_is_taken_back(
    people: People, up: Command, screen: ViewportSize
) -> None:
    name = f"Région Occitanie ({screen['width']} pixels)"
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await will_be_judged(page)
    await goes_to_feeds(page)
    assert await supervisor.overflow() == 0
    await page.get_by_label("Organisation").fill(name)
    await page.get_by_role("checkbox", name="Activité du réseau").check()
    await page.get_by_role("button", name="Ajouter le lecteur").click()
    address = await page.get_by_label("Activité, pour un lecteur de flux (Atom)").input_value()
    assert await supervisor.overflow() == 0
    assert await violations(page) == []

    async with httpx2.AsyncClient() as reader:
        first = await reader.get(address)
        feed = feedparser.parse(first.content)
        assert not feed.bozo, feed.get("bozo_exception")
        # It is outside the DSDEN: the first edition comes on Monday.
        assert "édition" in feed.feed.subtitle.casefold()
        assert "paraît le lundi" in feed.feed.subtitle
        assert all("\u00a0: " in entry.title for entry in feed.entries)
        known = {"If-None-Match": first.headers["etag"]}

        async def unchanged() -> bool:
            # The demonstration may still be telling things.
            again = await reader.get(address, headers=known)
            known["If-None-Match"] = again.headers["etag"]
            return again.status_code == 304

        await eventually(unchanged)

        await page.goto("/")
        await goes_to_feeds(page)
        await expect(page.get_by_text("Copiez ses adresses maintenant")).to_have_count(0)
        await page.get_by_text(f"Retirer\u00a0: {name}").click()
        assert await supervisor.overflow() == 0
        await page.get_by_role("button", name="Retirer le flux").locator("visible=true").click()
        await expect(page.get_by_text("ses adresses n’ouvrent plus rien")).to_be_visible()

        assert (await reader.get(address)).status_code == 404
    assert supervisor.complaints == []
