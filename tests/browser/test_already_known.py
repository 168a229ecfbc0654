"""Who is typing a new company is told that the registry has it, before sending anything."""

import re

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, People
from tests.browser.test_journey import siret
from tests.support.processes import Command

NAMES = {
    DESKTOP["width"]: ("Menuiserie Larroque", "SARL menuiserie laroque"),
    PHONE["width"]: ("Carrosserie Bardou", "carroserie bardou"),
}


async def test_a_known_company_shows_while_its_name_is_typed(
    people: People, up: Command, screen: ViewportSize
) -> None:
    name, typed = NAMES[screen["width"]]
    bureau = await people.known(up, "bureau@tilleuls.example", viewport=screen)
    page = bureau.page
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill(name)
    await page.get_by_label("Commune").fill("Moissac")
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)

    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").press_sequentially(typed)

    known = page.get_by_role("status").filter(has_text="Déjà suivie par votre lycée")
    await expect(known.get_by_role("link", name=name)).to_be_visible()
    assert await bureau.overflow() <= 0
    await page.get_by_label("Commune").fill("Montauban")
    await expect(known).to_have_count(0)


async def test_a_siret_leads_to_the_card_there_is_and_to_no_second_one(
    people: People, up: Command, screen: ViewportSize
) -> None:
    name, number = f"Fonderie {screen['width']}", siret(7_000_000 + screen["width"])
    bureau = await people.known(up, "bureau@tilleuls.example", viewport=screen)
    page = bureau.page
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill(name)
    await page.get_by_label(re.compile("^SIRET")).fill(number)
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    card = page.url

    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill("Un autre nom")
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    await page.get_by_label(re.compile("^SIRET")).press_sequentially(spaced)
    known = page.get_by_role("status").get_by_role("link", name=name)
    await expect(known).to_be_visible()
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(page.get_by_role("heading", name="Déjà au registre")).to_be_visible()
    await expect(page.get_by_label(re.compile("^C’est une autre entreprise"))).to_have_count(0)
    assert await bureau.overflow() <= 0
    await page.get_by_role("main").get_by_role("link", name=name).first.click()
    assert page.url == card
