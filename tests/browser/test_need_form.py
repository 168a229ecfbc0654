"""The public form of needs in a browser: by keyboard alone, with and without a script, and its work."""

import hashlib

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import scrolls_sideways, violations
from tests.browser.conftest import PHONE, People

TEXT = "Nous cherchons un apprenti menuisier pour janvier."


async def typed(page: Page, label: str, text: str) -> None:
    """Go to a field by Tab, and type."""
    field = page.get_by_label(label, exact=True)
    for _ in range(60):
        if await field.evaluate("one => one === document.activeElement"):
            await page.keyboard.type(text)
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {label}")


async def test_a_company_tells_a_need_by_keyboard_and_its_browser_does_the_work(
    people: People,
) -> None:
    company = await people.somebody(viewport=PHONE)
    page = company.page
    await page.goto("/connexion")
    await page.get_by_role("link", name="Vous êtes une entreprise").click()
    await page.wait_for_url("**/besoin")
    assert await violations(page) == []
    assert await company.overflow() == 0
    await page.locator("#champ-kind-1").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await typed(page, "Expliquez-nous", TEXT)
    await typed(page, "Entreprise", "Menuiserie Delrieu")
    await typed(page, "Votre adresse électronique", "n.belkacem@menuiserie.example")
    # The form was open for a while: whoever fills it at once is taken for a robot.
    await page.wait_for_function("() => performance.now() > 3200")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1, name="Merci")).to_be_visible()
    await expect(page.get_by_text("Votre demande est reçue.")).to_be_visible()
    assert await violations(page) == []
    assert await scrolls_sideways(page) == []
    assert company.complaints == []
    assert len(await page.context.cookies()) == 1, "the one of the mailbox of the demonstration"


async def test_what_is_refused_is_mended_where_it_stands(people: People) -> None:
    company = await people.somebody(viewport=PHONE)
    page = company.page
    await page.goto("/besoin")
    await page.get_by_label("Expliquez-nous").fill(TEXT)
    await page.get_by_label("SIRET").fill("123")
    await page.get_by_role("button", name="Envoyer ma demande").click()

    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_label("Expliquez-nous")).to_have_value(TEXT)
    await expect(page.get_by_label("SIRET")).to_have_value("123")
    assert await violations(page) == []
    assert await company.overflow() == 0


async def test_without_a_script_the_same_form_asks_for_a_confirmation(people: People) -> None:
    company = await people.somebody(viewport=PHONE, javascript=False)
    page = company.page
    await page.goto("/besoin")
    await page.get_by_label("Trouver un apprenti").check()
    await page.get_by_label("Expliquez-nous").fill(TEXT)
    await page.get_by_label("Entreprise", exact=True).fill("Menuiserie Delrieu")
    await page.get_by_label("Votre adresse électronique").fill("sans.script@menuiserie.example")
    await page.get_by_role("button", name="Envoyer ma demande").click()

    await expect(page.get_by_role("heading", level=1, name="Encore un geste")).to_be_visible()
    assert await company.overflow() == 0


async def test_the_work_is_sha_256_and_leaves_the_page_alive(people: People) -> None:
    company = await people.somebody()
    page = company.page
    await page.goto("/besoin")
    proof = page.locator("[data-proof]")
    challenge, bits = (
        await proof.get_attribute("data-proof"),
        int(await proof.get_attribute("data-proof-bits") or 0),
    )
    await page.wait_for_function("() => document.querySelector('[name=work]').value !== ''")
    work = await page.locator("[name=work]").input_value()
    digest = hashlib.sha256(f"{challenge}:{work}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - bits) == 0
    assert company.complaints == []
