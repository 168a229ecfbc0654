"""The sheet for the IA-DASEN, in four clicks from the sign-in: read, commented, frozen, taken away."""

import pypdf
import pytest
from playwright.async_api import Page, ViewportSize, expect

from services.chassis.base.identity import Role
from tests.browser.axe import violations, will_be_judged
from tests.browser.conftest import People
from tests.browser.site import Site
from tests.browser.test_journey import somebody
from tests.support.processes import Command
from tests.support.waiting import eventually

SUPERVISOR = "supervision@dsden.example"


async def goes_to_the_month(page: Page) -> None:
    """Three clicks from what follows the sign-in; on a phone the menu is opened by one more."""
    await page.goto("/")
    department = page.get_by_role("link", name="Département", exact=True).first
    if not await department.is_visible():
        await page.locator("summary, button").filter(has_text="Menu").first.click()
    await department.click()
    await page.get_by_role("link", name="Rapports mensuels").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Rapports")
    going_on = page.locator("li").filter(has_text="En cours").get_by_role("link").first

    async def listed() -> bool:
        if not await going_on.is_visible():
            await page.reload()
        return await going_on.is_visible()

    # There is no month before a lycée said its first fact: this `up` may have begun just now.
    await eventually(listed)
    await going_on.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Rapport,")


async def test_the_sheet_for_the_ia_dasen_is_taken_away_in_four_clicks(
    people: People, up: Command, screen: ViewportSize
) -> None:
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await will_be_judged(page)
    await goes_to_the_month(page)
    assert await supervisor.overflow() == 0
    assert await violations(page) == []

    async with page.expect_download() as taken:
        await page.get_by_role("link", name="PDF", exact=True).click()
    pdf = pypdf.PdfReader(await (await taken.value).path())
    # The demonstration says on paper too that its figures are invented.
    assert "Démonstration" in pdf.pages[0].extract_text()
    assert supervisor.complaints == []


async def test_a_report_is_commented_and_frozen_and_reads_on_paper(
    people: People, up: Command, screen: ViewportSize
) -> None:
    said = f"Le forum a réuni deux lycées ({screen['width']} pixels)."
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await will_be_judged(page)
    await goes_to_the_month(page)
    await page.get_by_role("link", name="Écrire le texte").click()
    assert await supervisor.overflow() == 0
    assert await violations(page) == []
    await page.get_by_label("Faits marquants").fill(said)
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_text("Texte enregistré le").first).to_be_visible()
    await page.get_by_role("button", name="Figer le rapport").click()
    await expect(page.get_by_text("ne changeront plus")).to_be_visible()
    assert await supervisor.overflow() == 0
    assert await violations(page) == []

    await page.emulate_media(media="print")
    await expect(page.get_by_text(said)).to_be_visible()
    for pressed in await page.locator("button, .button, .tabs, nav.breadcrumb").all():
        assert not await pressed.is_visible()
    assert supervisor.complaints == []


@pytest.mark.parametrize("site", ["neutre"], indirect=True)
@pytest.mark.parametrize("width", [1280, 1000, 390])
async def test_no_figure_of_the_week_is_pushed_out_of_its_card(site: Site, width: int) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.set_viewport_size(ViewportSize(width=width, height=900))
    await page.goto("/departement/semaine?du=2020-01-06")
    await expect(page.get_by_role("row").filter(has_text="Lycée des Garrigues")).to_be_visible()

    hidden = await page.evaluate(
        "[...document.querySelectorAll('.table')].map(one => one.scrollWidth - one.clientWidth)"
    )

    assert hidden == [0]
    await page.close()
