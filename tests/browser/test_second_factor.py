"""A second factor as people set and use it: from « Mon compte », by keyboard, on a phone, without script."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from playwright.async_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, People, Person
from tests.browser.test_accessibility import tab_to
from tests.browser.test_journey import password
from tests.browser.test_way_in import mail_of
from tests.support.processes import Command

# Nobody another test signs in: a code is asked of them afterwards.
ON_A_DESK = "direction@ormeaux.example"
ON_A_PHONE = "direction@lavandieres.example"
TRIES = 2
STEP = timedelta(seconds=30)


def plain_spaces(text: str) -> str:
    return " ".join(text.split())


async def can_be_read(person: Person, *, script: bool = True) -> None:
    assert await person.overflow() <= 0
    if script:
        assert await violations(person.page) == []


async def begun(page: Page, word: str) -> pyotp.TOTP:
    """Ask for it with the password; the application is given the secret of the page."""
    await page.goto("/compte")
    await page.get_by_role("link", name=re.compile("Double authentification")).click()
    await page.get_by_label("Mot de passe actuel").fill(word)
    await page.get_by_role("button", name="Commencer").click()
    secret = await page.get_by_label(re.compile("Ou tapez ce secret")).input_value()
    return pyotp.TOTP(secret.replace(" ", ""))


async def proved(page: Page, application: pyotp.TOTP) -> list[str]:
    """Type the code of the step before: the present one is left to sign in with.

    A step may end between typing and reading: it is refused then, and typed again.
    """
    kept = page.get_by_label(re.compile("Dix codes de secours"))
    refused = page.get_by_role("alert")
    for _ in range(TRIES):
        code = application.at(datetime.now(UTC) - STEP)
        await page.get_by_label("Code", exact=True).fill(code)
        async with page.expect_navigation():
            await page.get_by_role("button", name="Mettre en place").click()
        await expect(kept.or_(refused)).to_be_visible()
        if await kept.is_visible():
            break
    return (await kept.input_value()).split("\n")


async def test_it_is_set_then_asked_and_a_lost_telephone_replaced_by_keyboard(
    people: People, up: Command
) -> None:
    word = password(up, ON_A_DESK)
    person = await people.signed_in(ON_A_DESK, word)
    page = person.page
    application = await begun(page, word)
    await can_be_read(person)
    codes = await proved(page, application)
    await can_be_read(person)
    await page.get_by_role("link", name="Je les ai gardés, continuer").click()
    await expect(page.get_by_role("heading", name=re.compile("En place depuis le"))).to_be_visible()
    await can_be_read(person)

    again = await people.somebody()
    page = again.page
    await page.goto("/connexion?next=/compte")
    await tab_to(page, "Adresse électronique")
    await page.keyboard.type(ON_A_DESK)
    await tab_to(page, "Mot de passe")
    await page.keyboard.type(word)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Code de vérification")
    await can_be_read(again)
    await tab_to(page, "Code")
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_be_focused()
    await can_be_read(again)
    await tab_to(page, "Je n’ai pas mon téléphone")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Tapez un de vos dix codes de secours")).to_be_visible()
    code = page.get_by_label("Code", exact=True)
    assert await code.get_attribute("autocomplete") == "one-time-code"
    await code.fill(codes[0])
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("il vous en reste 9")).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
    # That it was set is another mail to the same person, which comes before or after.
    used = await mail_of(page, ON_A_DESK, "Un code de secours a servi")
    assert "Ce n’était pas vous" in plain_spaces(used)
    # A refused form is answered 422, which a browser tells as an error.
    assert [one for one in person.complaints + again.complaints if "422" not in one] == []


async def test_it_is_set_and_asked_on_a_phone_without_script(people: People, up: Command) -> None:
    word = password(up, ON_A_PHONE)
    person = await people.signed_in(ON_A_PHONE, word, viewport=PHONE, javascript=False)
    page = person.page
    application = await begun(page, word)
    await can_be_read(person, script=False)
    await proved(page, application)
    await can_be_read(person, script=False)

    again = await people.somebody(viewport=PHONE, javascript=False)
    page = again.page
    await page.goto("/connexion")
    await page.get_by_label("Adresse électronique").fill(ON_A_PHONE)
    await page.get_by_label("Mot de passe").fill(word)
    await page.get_by_role("button", name="Se connecter").click()
    await page.get_by_label("Code", exact=True).fill("000000")
    await page.get_by_role("button", name="Se connecter").click()
    await expect(page.get_by_role("alert")).to_contain_text("ce code n’est pas le bon")
    await can_be_read(again, script=False)
    await page.get_by_label("Code", exact=True).fill(application.at(datetime.now(UTC)))
    await page.get_by_role("button", name="Se connecter").click()

    await expect(page.get_by_role("heading", level=1)).to_contain_text("Aujourd’hui")
