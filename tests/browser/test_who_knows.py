"""« Qui connaît cette entreprise ? »: from the department's page to the company, by keyboard, on any screen."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import ViewportSize, expect

from services.chassis.base.identity import Role
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site
from tests.partnerships.world import Bureau
from tests.support.network import HERE
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_supervisor_finds_who_knows_a_company(
    site: Site, service_databases: ServiceDatabases, screen: ViewportSize
) -> None:
    name = f"Verrerie Lasserre {screen['width']}"
    units = site.network.runtime("partnerships").work
    bureau = Bureau(HERE, units, service_databases.published, now=datetime.now(UTC))
    company_id = await bureau.registers(name, distinct=True)
    await bureau.logs(company_id)
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.set_viewport_size(screen)

    async def heard() -> bool:
        await page.goto(f"/departement/entreprises/{company_id}")
        return await page.get_by_text("1 échange").count() > 0

    await eventually(heard)

    await page.goto("/departement")
    # One letter is wrong.
    await (
        page.get_by_label("Qui connaît cette entreprise")
        .get_by_role("searchbox")
        .fill(f"verrerie laserre {screen['width']}")
    )
    await page.keyboard.press("Enter")
    line = page.locator(f"#entreprise-{company_id}")
    await expect(line).to_contain_text("Lycée des Garrigues")
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []
    await line.get_by_role("link", name=name).focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    await expect(page.get_by_role("row", name="Lycée des Garrigues")).to_contain_text("1 échange")
    await settled(page)
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []
    await page.close()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_map_changes_its_layer_and_says_it_in_a_table(
    site: Site, screen: ViewportSize
) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.set_viewport_size(screen)
    await page.goto("/departement/carte")
    await page.get_by_role("link", name="Partenariats actifs").click()

    await expect(page.get_by_role("link", name="Partenariats actifs")).to_have_attribute(
        "aria-current", "true"
    )
    await expect(page.get_by_role("main")).to_contain_text("sous partenariat actif")
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []
    await page.close()
