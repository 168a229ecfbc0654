"""« Aujourd’hui » of a bureau in full work is read on two screens, and on a phone without empty places."""

from datetime import UTC, datetime, timedelta
from string import ascii_uppercase

from playwright.async_api import ViewportSize, expect

from contracts.identifiers import Uai
from services.chassis.identity import Role
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of
from tests.partnerships.world import site as place
from tests.support.services import ServiceDatabases

LAPTOP = ViewportSize(width=1280, height=800)
DESK_MAX, PHONE_MAX = 2000, 4200
BUSY = Uai.numbered("0829041")
"""A lycée that no other test fills: the length of its home page is that of what is below."""
LENGTH = "document.documentElement.scrollHeight"
NAMES = ("Maison de services de la Garonne", "Réseaux et Courants du Bas-Quercy", "Hôtel du Canal")
TITLES_WHOLE = """() => [...document.querySelectorAll('.home h2')]
  .every(one => one.getBoundingClientRect().height < 80)"""


async def full_work(site: Site, databases: ServiceDatabases) -> None:
    """Pupils in each column but the last, steps to take, companies spoken with."""
    superuser = await site.databases.superuser("internships")
    lycee = Lycee(BUSY, site.network.runtime("internships").work, superuser)
    formation = await lycee.opens(ELEC, "1re pro Métiers de l’électricité et de ses environnements")
    named = [f"LAGARDELLE{letter} Philémon 1LONG" for letter in ascii_uppercase]
    pupils = await lycee.imports(*named, classes={"1LONG": formation})
    starts_on = datetime.now(UTC).date() + timedelta(days=35)
    period = await lycee.publishes_a_period(
        formation, starts_on=starts_on, ends_on=starts_on + timedelta(days=25)
    )
    for number, pupil in enumerate(pupils[:16]):
        host = await lycee.knows_a_host(name=f"{NAMES[number % 3]} {number}", commune="82121")
        await (lycee.places if number % 2 else lycee.proposes)(pupil, period, host)
    await superuser.close()
    bureau = Bureau(
        BUSY,
        site.network.runtime("partnerships").work,
        databases.published,
        now=datetime.now(UTC),
    )
    for number in range(9):
        company_id = await bureau.registers(
            f"{NAMES[number % 3]} {number}",
            main=place(siret=siret_of(700 + number), phone="+33536491122"),
            distinct=True,
        )
        await bureau.logs(company_id, next_step_on=bureau.now.date() + timedelta(days=number))


async def test_the_home_of_a_bureau_in_full_work_is_short(
    site: Site, service_databases: ServiceDatabases
) -> None:
    await full_work(site, service_databases)
    async with site.browser_of(Role.RBDE, BUSY) as browser:
        page = await browser.new_page()
        for screen, longest in ((LAPTOP, DESK_MAX), (PHONE, PHONE_MAX)):
            await page.set_viewport_size(screen)
            await page.goto("/")
            await settled(page)
            await expect(page.locator("#entreprises-a-suivre")).to_contain_text("Garonne")
            length = await page.evaluate(LENGTH)
            assert await page.locator(".home .kanban-card").count() >= 9
            assert length <= longest
            assert await page.evaluate(TITLES_WHOLE)
            assert await page.evaluate(TOO_WIDE) <= 0
            assert await violations(page) == []
