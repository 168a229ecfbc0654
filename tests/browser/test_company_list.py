"""The list of companies of a bureau in full work: lines of two texts at most, whole for who hears them."""

from datetime import UTC, datetime

from playwright.async_api import Browser, ViewportSize, expect

from contracts.identifiers import Naf, Uai
from services.chassis.base.identity import Role
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.partnerships.world import Bureau, siret_of
from tests.partnerships.world import site as place
from tests.support.network import HERE
from tests.support.services import ServiceDatabases

LAPTOP = ViewportSize(width=1280, height=800)
ROW_MAX = 48
PHONE_ROW_MAX = 120
OTHERS = [Uai(f"082000{rank}") for rank in ("1F", "2G", "4J", "5K", "6L")]
LONG = "Société nouvelle de chaudronnerie et de tuyauterie industrielle des coteaux du Bas-Quercy"
ENDS = """rows => rows.map(row => row.getBoundingClientRect().bottom)"""
HEIGHTS = """rows => rows.map(row => row.getBoundingClientRect().height)"""


async def full_list(site: Site, databases: ServiceDatabases, first: int = 0) -> None:
    """Companies of long names and activities, which more and more lycées know, numbered from `first`."""
    units = site.network.runtime("partnerships").work
    here, *others = (
        Bureau(uai, units, databases.published, now=datetime.now(UTC)) for uai in (HERE, *OTHERS)
    )
    for known, number in enumerate(range(first, first + 6)):
        company_id = await here.registers(
            f"{LONG} {number}" if number % 2 else f"Tôlerie {number}",
            naf=Naf("16.23Z"),
            main=place(siret=siret_of(800 + number), commune="82013", postcode="82500"),
            distinct=True,
        )
        for other in others[:known]:
            await other.logs(company_id)


async def test_a_line_of_the_list_is_low_and_says_all_there_is(
    site: Site, service_databases: ServiceDatabases
) -> None:
    await full_list(site, service_databases)
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(LAPTOP)
    rows = page.locator(".lines tbody tr")
    for shown in ("miennes", "toutes"):
        await page.goto(f"/entreprises?filtre={shown}")
        await settled(page)
        assert await rows.count() >= 6
        assert max(await rows.evaluate_all(HEIGHTS)) <= ROW_MAX
        assert sum(end <= LAPTOP["height"] for end in await rows.evaluate_all(ENDS)) >= 4
        assert await violations(page) == []
    own = page.get_by_text("Votre lycée", exact=True)
    assert await own.count() >= 6
    last = rows.filter(has_text=f"{LONG} 5")
    await expect(last.get_by_role("link", name=f"{LONG} 5", exact=True)).to_be_visible()
    await expect(last.get_by_role("link", name=f"Noter un appel avec {LONG} 5")).to_be_visible()
    for other in OTHERS:
        await expect(last).to_contain_text(other)

    await page.goto("/entreprises?filtre=miennes")
    await expect(own).to_have_count(0)
    await page.set_viewport_size(PHONE)
    await settled(page)
    assert await page.evaluate(TOO_WIDE) <= 0
    # One after another, not a line each: a name, where, what it does, when it was spoken with.
    assert min(await rows.evaluate_all(HEIGHTS)) <= PHONE_ROW_MAX
    name = await rows.first.get_by_role("link").first.bounding_box()
    assert name is not None
    assert name["y"] + name["height"] <= PHONE["height"]
    await page.close()


async def test_without_a_script_a_line_says_all_there_is_once(
    site: Site, service_databases: ServiceDatabases, browser: Browser
) -> None:
    await full_list(site, service_databases, first=10)
    context = await browser.new_context(
        base_url=site.network.settings.public_url,
        viewport=LAPTOP,
        java_script_enabled=False,
        storage_state=await site.browsers[Role.RBDE].storage_state(),
    )
    page = await context.new_page()
    await page.goto("/entreprises?filtre=toutes")

    last = page.locator(".lines tbody tr").filter(has_text=f"{LONG} 15")
    told = await last.locator(".badge").all_inner_texts()
    for other in OTHERS:
        assert sum(other in one for one in told) == 1, told
    assert not [one for one in told if one.startswith("+")]
    await context.close()
