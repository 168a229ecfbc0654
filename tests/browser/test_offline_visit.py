"""A visit of a pupil at a host, noted where there is no network: kept on the device, sent once there is one."""

import pytest
from playwright.async_api import expect

from services.chassis.identity import Role
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.browser.test_offline import FORM, IN_STORE, KEPT, note_of

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)
NOTE = "Le tuteur confirme la soudure"


async def test_a_visit_noted_without_a_network_is_kept_and_sent_once(site: Site) -> None:
    placement = site.examples["internships"]["followed_id"].value
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(PHONE)
    await page.goto(f"/pfmp/placements/{placement}/suivi")
    rows = page.get_by_role("row").filter(has_text=NOTE)
    form = page.locator(FORM)

    await page.context.set_offline(True)
    await form.get_by_label("Contact").select_option(label="Visite")
    await note_of(page).fill(NOTE)
    await form.get_by_role("button", name="Noter", exact=True).click()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    waiting = page.locator(".outbox")
    await page.get_by_text("À envoyer\u00a0: 1").click()
    await expect(waiting.get_by_text(NOTE)).to_be_visible()
    await expect(waiting.get_by_text("Visite", exact=True)).to_be_visible()

    await page.context.set_offline(False)
    await expect(waiting).to_be_hidden()
    await page.reload()
    await expect(rows).to_have_count(1)
    assert await page.evaluate(IN_STORE) == 0
    await page.close()


async def test_what_waits_on_the_device_is_not_headed_by_the_pupil(site: Site) -> None:
    placement = site.examples["internships"]["followed_id"].value
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto(f"/pfmp/placements/{placement}/suivi")
    title = await page.locator(FORM).get_attribute("data-offline")
    heading = await page.get_by_role("heading", level=1).text_content()
    assert title is not None
    assert heading is not None
    pupil = heading.removeprefix("Suivi de ")
    assert pupil not in title
    assert "Suivi d’un élève," in title
    await page.close()
