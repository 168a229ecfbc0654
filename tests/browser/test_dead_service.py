"""One service that died takes its own parts of the home page with it, and nothing else."""

import signal

from playwright.async_api import Browser, expect

from services.chassis.identity import Role
from services.chassis.sessions import cookie_name
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.support.apart import apart
from tests.support.network import HERE, signed_in
from tests.support.servers import own_folder

ITS_OWN = (
    *("Élèves sans lieu d’accueil", "PFMP", "Pendant les PFMP"),
    *("Jusqu’au départ", "Où sont nos lieux d’accueil"),
)
OTHERS = ("Entreprises à relancer", "Envois", "Actualités du réseau")
GONE = "Cette information n’est pas disponible pour le moment."


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

            await page.goto("/")
            for title in (*ITS_OWN, *OTHERS):
                part = page.get_by_role("region", name=title, exact=True).locator(".fragment")
                await expect(part).not_to_be_empty()
                await expect(part.get_by_text(GONE)).to_have_count(0)

            for process in running.processes["internships"]:
                process.kill(signal.SIGKILL)
                await process.ended()

            await page.goto("/")
            for title in ITS_OWN:
                part = page.get_by_role("region", name=title, exact=True)
                await expect(part.get_by_text(GONE)).to_be_visible()
            for title in OTHERS:
                part = page.get_by_role("region", name=title, exact=True).locator(".fragment")
                await expect(part).not_to_be_empty()
                await expect(part.get_by_text(GONE)).to_have_count(0)
            await context.close()
