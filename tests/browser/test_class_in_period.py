"""A class in a period, on a laptop and on a phone: everybody in one screen, nothing cut."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page, ViewportSize, expect

from services.chassis.base.identity import Role
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from services.internships.referents.commands import assign_referents, name_referents
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.internships.world import ELEC, Lycee
from tests.support.network import HERE

LAPTOP = ViewportSize(width=1280, height=800)
PUPILS = 24
PLACED, PROPOSED = 19, 2
HOSTS = (
    ("Chaudronnerie industrielle du Quercy", "82112"),
    ("Établissements Lacombe et Fils", "82121"),
    ("Électricité générale des Deux-Rives", "82037"),
)
WHOLE_ROWS = """() => [...document.querySelectorAll('.dense tbody tr')]
  .map(row => row.getBoundingClientRect())
  .filter(box => box.top >= 0 && box.bottom <= innerHeight).length"""
CUT = """() => [...document.querySelectorAll('.dense tbody :is(th, .badge, .dense-host)')]
  .filter(part => part.textContent.trim())
  .filter(part => {
    const box = part.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || part.scrollWidth > part.clientWidth + 1
      && getComputedStyle(part).display !== 'inline' || !part.checkVisibility();
  }).map(part => part.textContent.trim())"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(site: Site) -> AsyncIterator[str]:
    """The page of a class of 24: 19 have a place, 2 are proposed one, 2 have none, 1 is exempted."""
    superuser = await site.databases.superuser("internships")
    lycee = Lycee(HERE, site.network.runtime("internships").work, superuser)
    formation = await lycee.opens(ELEC, "1re pro Métiers de l’électricité et de ses environnements")
    label = "1MELEC"
    known = {row["pupil_year_id"] for row in await superuser.fetch("SELECT * FROM pupils")}
    named = [f"MONTAUBRAC-LAFONT{n:02d} Marie-Angélique {label}" for n in range(PUPILS)]
    everybody = await lycee.imports(*named, classes={label: formation})
    pupils = [one for one in everybody if one not in known]
    period = await lycee.publishes_a_period(formation)
    sites = [await lycee.knows_a_host(name=name, commune=at) for name, at in HOSTS]
    for n, pupil in enumerate(pupils[: PLACED + PROPOSED]):
        place = lycee.places if n < PLACED else lycee.proposes
        await place(pupil, period, sites[n % len(sites)])
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=pupils[-1],
        reason=ExemptionReason.MIXED_PATH,
        now=lycee.now,
    )
    [referent] = await lycee.do(name_referents, names=["Mme Cazal-Vaïsse"], now=lycee.now)
    chosen = dict.fromkeys(pupils, referent)
    await lycee.do(assign_referents, period_id=period, shown={}, chosen=chosen, now=lycee.now)
    class_id = await superuser.fetchval("SELECT class_id FROM classes WHERE label = $1", label)
    await superuser.close()
    yield f"/pfmp/periodes/{period}/classes/{class_id}"


async def opened(site: Site, address: str, screen: ViewportSize) -> Page:
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(screen)
    await page.goto(address)
    await settled(page)
    return page


async def test_a_class_is_seen_whole_and_filtered_by_keyboard(site: Site, address: str) -> None:
    page = await opened(site, address, LAPTOP)
    rows = page.locator(".dense tbody tr")
    await expect(rows).to_have_count(PUPILS)
    assert await page.evaluate(WHOLE_ROWS) == PUPILS
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []

    situations = page.get_by_role("navigation", name="Élèves par situation")
    await situations.get_by_role("link", name="Tous").focus()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**situation=proposed")
    await expect(rows).to_have_count(PROPOSED)
    await expect(situations.locator("[aria-current]")).to_have_text("Proposé 2 élèves")
    await page.close()


async def test_on_a_phone_name_situation_and_host_are_whole(site: Site, address: str) -> None:
    page = await opened(site, address, PHONE)
    await expect(page.locator(".dense tbody tr")).to_have_count(PUPILS)
    assert await page.evaluate(CUT) == []
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []
    await page.close()
