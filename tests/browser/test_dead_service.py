"""One service that died takes its own parts of the home page with it, and nothing else."""

import signal

from playwright.async_api import Browser, Locator, Page, expect

from services.chassis.base.identity import Role
from services.chassis.security.sessions import cookie_name
from tests.browser.axe import settled
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.support.apart import apart
from tests.support.network import HERE, signed_in
from tests.support.servers import own_folder
from tests.support.waiting import eventually

ITS_OWN = (
    *("PFMP en cours et à venir", "PFMP", "Pendant les PFMP"),
    *("Départs", "Lieux d’accueil"),
)
OTHERS = ("À faire", "Envois", "Actualités du réseau")
GONE = "Cette information n’est pas disponible pour le moment."


def part_of(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


async def opened(page: Page) -> None:
    """Open the home page and wait until each of its parts came, or failed."""
    await page.goto("/")
    await settled(page)


async def came(page: Page, *titles: str) -> bool:
    """Whether each of these parts shows something once the page is opened again.

    A part that takes longer than its time fails alone: on a busy machine that of a service in good
    health does now and then, and comes with the next page.
    """
    await opened(page)
    for title in titles:
        part = part_of(page, title).locator(".fragment")
        if await part.get_by_text(GONE).count() or not await part.inner_text():
            return False
    return True


async def test_a_dead_service_fails_its_own_parts_of_the_home_page_alone(browser: Browser) -> None:
    with own_folder("dead-service") as folder:
        async with apart(folder) as running:
            secret = await signed_in(running.settings, Role.RBDE, HERE)
            context = await browser.new_context(base_url=running.address, viewport=DESKTOP)
            context.set_default_timeout(PATIENCE_MS)
            name = cookie_name(running.settings)
            cookie = {"name": name, "value": secret, "url": running.address}
            await context.add_cookies([cookie])  # type: ignore[list-item] # a dict of its keys
            page = await context.new_page()

            await eventually(
                lambda: came(page, *ITS_OWN, *OTHERS), within_seconds=PATIENCE_MS / 1000
            )

            for process in running.processes["internships"]:
                process.kill(signal.SIGKILL)
                await process.ended()

            await opened(page)
            for title in ITS_OWN:
                await expect(part_of(page, title).get_by_text(GONE)).to_be_visible()
            await eventually(lambda: came(page, *OTHERS), within_seconds=PATIENCE_MS / 1000)
            await context.close()
