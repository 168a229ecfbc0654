"""The way in by mail, as people see it: the mailbox of the demonstration beside the sign-in pages."""

import re

from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, People
from tests.support.waiting import eventually

# Each by somebody else: a mail of the test before is not taken for one's own.
BY_CODE = {
    DESKTOP["width"]: "bureau@vieux-pont.example",
    PHONE["width"]: "direction@tilleuls.example",
}
BY_LINK = {DESKTOP["width"]: "supervision@dsden.example", PHONE["width"]: "bureau@tilleuls.example"}
NEW_PASSWORD = "une phrase bien à moi"
SIX_DIGITS = re.compile(r"\b\d{6}\b")


async def mail_of(page: Page, recipient: str) -> str:
    """Open the mail somebody got, once it came; give its text."""
    found = page.get_by_role("row").filter(has_text=recipient).get_by_role("link")

    async def listed() -> bool:
        await page.goto("/courriels")
        return await found.count() > 0

    await eventually(listed)
    await found.click()
    await expect(page.get_by_text("Ces courriels ne sont pas partis.")).to_be_visible()
    return await page.locator(".card.note").inner_text()


async def test_somebody_comes_in_with_a_code(people: People, screen: ViewportSize) -> None:
    mail = BY_CODE[screen["width"]]
    person = await people.somebody(viewport=screen)
    page = person.page
    await page.goto("/connexion?next=/entreprises")
    await page.get_by_role("link", name="Recevoir un code par courriel").click()
    assert await person.overflow() <= 0
    await page.get_by_label("Adresse électronique").fill(mail)
    await page.get_by_role("button", name="Recevoir un code").click()
    typing = page.url
    assert await person.overflow() <= 0

    text = await mail_of(page, mail)
    assert await person.overflow() <= 0
    found = SIX_DIGITS.search(text)
    assert found, text
    await page.goto(typing)
    await expect(page.get_by_label("Adresse électronique")).to_have_value(mail)
    await page.get_by_label("Code reçu").fill(found[0])
    await page.get_by_role("button", name="Se connecter").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Entreprises")
    assert person.complaints == []


async def test_a_password_is_chosen_by_the_link_inside_the_mail(
    people: People, screen: ViewportSize
) -> None:
    mail = BY_LINK[screen["width"]]
    person = await people.somebody(viewport=screen)
    page = person.page
    await page.goto("/connexion")
    await page.get_by_role("link", name=re.compile("Mot de passe oublié")).click()
    await page.get_by_label("Adresse électronique").fill(mail)
    await page.get_by_role("button", name="Recevoir un lien").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Consultez vos courriels")
    assert await person.overflow() <= 0

    await mail_of(page, mail)
    link = page.frame_locator("iframe.mail").get_by_role("link").first
    async with page.expect_popup() as opened:
        await link.click()
    choosing = await opened.value
    await choosing.get_by_label("Nouveau mot de passe").fill(NEW_PASSWORD)
    await choosing.get_by_role("button", name="Enregistrer le mot de passe").click()
    await expect(choosing.get_by_text("Votre mot de passe est enregistré")).to_be_visible()

    await choosing.get_by_label("Adresse électronique").fill(mail)
    await choosing.get_by_label("Mot de passe").fill(NEW_PASSWORD)
    await choosing.get_by_role("button", name="Se connecter").click()
    await expect(choosing.get_by_role("heading", level=1)).to_contain_text("Aujourd’hui")
    assert person.complaints == []
