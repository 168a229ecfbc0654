"""A visit of a pupil at a host, noted where there is no network: kept on the device, sent once there is one."""

import pytest
from playwright.async_api import expect

from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.base.identity import Role
from tests.browser.conftest import PHONE
from tests.browser.site import NOBODY, Site
from tests.browser.test_offline import FORM, IN_STORE, KEPT, note_of

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)
NOTE = "Le tuteur confirme la soudure"
SPOILT = """() => {
  const key = Object.keys(localStorage).find((one) => one.startsWith("passerelle:outbox:"));
  const item = JSON.parse(localStorage.getItem(key));
  item.entries = item.entries.map(([name, value]) => [name, name === "on" ? "2001-01-01" : value]);
  localStorage.setItem(key, JSON.stringify(item));
}"""
"""Gives what waits a day the server refuses."""
OF_A_FORMER_LINK = """() => {
  const key = Object.keys(localStorage).find((one) => one.startsWith("passerelle:outbox:"));
  const item = JSON.parse(localStorage.getItem(key));
  item.action = item.action.replace(location.pathname, "/suivi-pfmp/closed-since");
  localStorage.setItem(key, JSON.stringify(item));
}"""
"""Has what waits be of a link that was replaced."""


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


BY_LINK = "Le tuteur rappelle jeudi"


async def test_a_teacher_by_link_keeps_what_was_noted_without_a_network(site: Site) -> None:
    examples = site.examples["internships"]
    desk = f"{FOLLOWED_PUPILS.path}/{examples['follow_token'].value}"
    page = await site.browsers[NOBODY].new_page()
    await page.set_viewport_size(PHONE)
    await page.goto(f"{desk}/{examples['followed_id'].value}")
    form = page.locator(FORM)

    await page.context.set_offline(True)
    await form.get_by_label("Contact").select_option(label="Visite")
    await note_of(page).fill(BY_LINK)
    await form.get_by_role("button", name="Noter", exact=True).click()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator(".outbox")).to_be_hidden()
    await expect(page.get_by_text("Envoyé\u00a0: Suivi d’un élève")).to_be_visible()
    assert await page.evaluate(IN_STORE) == 0
    bureau = await site.browsers[Role.RBDE].new_page()
    await bureau.goto(f"/pfmp/placements/{examples['followed_id'].value}/suivi")
    await expect(bureau.get_by_role("row").filter(has_text=BY_LINK)).to_have_count(1)
    await bureau.close()

    # One tap, from the list, and what the server refuses stays on the device with its reason.
    await page.goto(desk)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Vu, tout va bien").first.click()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    pupil = page.locator("section.card").first
    await expect(pupil.get_by_role("button", name="Vu, tout va bien")).to_be_hidden()
    await page.evaluate(SPOILT)
    await page.context.set_offline(False)
    await expect(page.get_by_text("À reprendre\u00a0: Vu, tout va bien")).to_be_visible()
    await page.locator(".outbox summary").click()
    await expect(page.locator(".outbox-error")).to_be_visible()
    await page.evaluate("() => localStorage.clear()")
    await page.close()


async def test_what_waits_is_sent_by_the_link_that_was_given_since(site: Site) -> None:
    examples = site.examples["internships"]
    former = f"{FOLLOWED_PUPILS.path}/{examples['follow_token'].value}"
    page = await site.browsers[NOBODY].new_page()
    await page.goto(former)
    mine = await page.locator("body").get_attribute("data-account")
    assert mine is not None
    assert mine.startswith("link-")
    assert examples["follow_token"].value not in mine
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Vu, tout va bien").first.click()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await page.evaluate(OF_A_FORMER_LINK)
    # Left first: a page that is still open sends by itself as the network comes back.
    context = page.context
    await page.close()
    await context.set_offline(False)
    page = await context.new_page()
    await page.goto(former)
    await expect(page.get_by_text("Envoyé\u00a0: Vu, tout va bien")).to_be_visible()
    assert await page.evaluate(IN_STORE) == 0

    await page.goto(f"{FOLLOWED_PUPILS.path}/{examples['follow_token'].unknown}")
    assert await page.locator("body").get_attribute("data-account") is None
    await page.close()
