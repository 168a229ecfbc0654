"""The home page on a busy machine: a part that is late keeps its place, one that fails is asked again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Locator, Page, Route, expect

from services.chassis.base.identity import Role
from tests.browser.axe import WATCH_SHIFTS, shifted
from tests.browser.site import Site

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)

TOGETHER = "**/pfmp/fragments/accueil?*"
ALONE = "**/pfmp/fragments/suivi"
MAILS = "**/envois/fragments/aujourdhui"
GONE = "Cette information n’est pas disponible pour le moment."

THE_WAIT_DOES_NOT_END = """{
  const later = setTimeout;
  window.setTimeout = (then, ms, ...given) => (ms === 1000 ? 0 : later(then, ms, ...given));
}"""
"""A page shows itself without the parts it waits for after a second."""


@asynccontextmanager
async def home_of(site: Site) -> AsyncIterator[Page]:
    """The home page of a bureau, not opened yet; what moved in it is 0 at the end."""
    page = await site.browsers[Role.RBDE].new_page()
    await page.add_init_script(WATCH_SHIFTS)
    yield page
    assert await shifted(page) == []
    await page.unroute_all(behavior="ignoreErrors")
    await page.close()


def part_of(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


async def unavailable(route: Route) -> None:
    await route.fulfill(status=503, body="<p>Panne</p>", content_type="text/html")


async def test_a_service_draws_its_parts_of_the_home_page_in_one_request(site: Site) -> None:
    asked: list[str] = []
    async with home_of(site) as page:
        page.on("request", lambda one: asked.append(one.url) if "/fragments/" in one.url else None)
        await page.goto("/")

        await expect(part_of(page, "Pendant les PFMP")).to_contain_text("alerte ouverte")
        await expect(part_of(page, "Départs").locator(".fragment")).not_to_be_empty()
        services = [one.partition("/fragments/")[0] for one in asked]
        assert len(services) == len(set(services)), asked


async def test_a_part_that_is_late_keeps_its_place_and_then_comes(site: Site) -> None:
    answered = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    async with home_of(site) as page:
        await page.route(TOGETHER, answer_late)
        await page.goto("/")

        late = part_of(page, "Pendant les PFMP")
        await expect(late.get_by_text("Chargement…")).to_be_visible()
        await expect(part_of(page, "Actualités du réseau")).to_be_visible()
        answered.set()
        await expect(late.get_by_text("alerte ouverte")).to_be_visible()
        await expect(page.get_by_text("Chargement…")).to_have_count(0)
        await expect(page.get_by_text(GONE)).to_have_count(0)


async def test_who_walks_by_keyboard_meets_what_stands_after_a_part_that_has_not_come(
    site: Site,
) -> None:
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    async with home_of(site) as page:
        await page.add_init_script(THE_WAIT_DOES_NOT_END)
        await page.route("**/fragments/**", hold)
        await page.goto("/")
        for _ in range(60):
            await page.keyboard.press("Tab")
            focused = await page.evaluate("document.activeElement.innerText")
            assert not focused.startswith("Aller au contenu\n"), "the end, and not one of the cards"
            if focused.startswith("Voir les actualités"):
                break
        else:
            raise AssertionError("never reached")
        held.set()
        await expect(page.get_by_text("Chargement…")).to_have_count(0)


async def test_a_service_that_is_unavailable_twice_is_asked_again(site: Site) -> None:
    times = 0

    async def refuse_twice(route: Route) -> None:
        nonlocal times
        times += 1
        await (unavailable(route) if times <= 2 else route.continue_())

    async with home_of(site) as page:
        await page.route(TOGETHER, refuse_twice)
        await page.goto("/")

        await expect(part_of(page, "Pendant les PFMP")).to_contain_text("alerte ouverte")
        assert times == 3
        await expect(page.get_by_text(GONE)).to_have_count(0)


async def test_a_part_asked_alone_is_asked_again_too(site: Site) -> None:
    times = 0

    async def refuse_thrice(route: Route) -> None:
        nonlocal times
        times += 1
        await (unavailable(route) if times <= 3 else route.continue_())

    async with home_of(site) as page:
        await page.route(MAILS, refuse_thrice)
        await page.goto("/")

        mails = part_of(page, "Envois").locator(".fragment")
        await expect(mails).not_to_contain_text("Chargement…")
        assert times == 4
        await expect(page.get_by_text(GONE)).to_have_count(0)


async def test_a_part_that_does_not_come_takes_no_other_with_it_and_offers_to_try_again(
    site: Site,
) -> None:
    async with home_of(site) as page:
        for address in (TOGETHER, ALONE):
            await page.route(address, unavailable)
        await page.goto("/")

        failing = part_of(page, "Pendant les PFMP")
        await expect(failing.get_by_text(GONE)).to_be_visible()
        await expect(page.get_by_text(GONE)).to_have_count(1)
        await expect(page.get_by_text("Panne")).to_have_count(0)

        await page.unroute(ALONE)
        await failing.get_by_role("button", name="Réessayer").click()
        await expect(failing.get_by_text("alerte ouverte")).to_be_visible()
        await expect(page.get_by_text(GONE)).to_have_count(0)


async def test_nobody_is_told_to_import_because_a_service_is_silent(site: Site) -> None:
    async with home_of(site) as page:
        for address in (TOGETHER, "**/pfmp/fragments/*"):
            await page.route(address, unavailable)
        await page.goto("/")

        await expect(page.get_by_role("button", name="Réessayer").first).to_be_visible()
        assert "mportez" not in await page.locator("main").inner_text()
