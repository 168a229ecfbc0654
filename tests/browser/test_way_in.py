"""The way in by mail, as people see it: the mailbox of the demonstration beside the sign-in pages."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from playwright.async_api import Page, ViewportSize, expect

from contracts.words import plain
from services.chassis.base.errors import Forbidden
from services.partnerships.base.calendar import local_date
from tests.browser.conftest import DESKTOP, PHONE, People, Person
from tests.browser.test_journey import somebody
from tests.browser.test_week_of_a_bureau import registers
from tests.browser.waiting import open_until
from tests.support.processes import Command
from tests.support.waiting import eventually

# Each by somebody else: a mail of the test before is not taken for one's own.
BY_CODE = {
    DESKTOP["width"]: "bureau@vieux-pont.example",
    PHONE["width"]: "direction@tilleuls.example",
}
# Nobody another test signs in: their password is another afterwards.
BY_LINK = {
    DESKTOP["width"]: "secretariat@tilleuls.example",
    PHONE["width"]: "atct@tilleuls.example",
}
DELEGATE = "jo.marques@peupliers.example"
NEW_PASSWORD = "une phrase bien à moi"
SIX_DIGITS = re.compile(r"\b\d{6}\b")


async def mail_of(page: Page, recipient: str, subject: str | None = None) -> str:
    """Open the mail somebody got, of that subject where they get several, once it came; give its text."""
    found = page.get_by_role("row").filter(has_text=recipient).get_by_role("link", name=subject)

    async def listed() -> bool:
        await page.goto("/courriels")
        return await found.count() > 0

    await eventually(listed)
    await found.click()
    await expect(page.get_by_text("Ces courriels n’ont pas quitté cette machine.")).to_be_visible()
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
    await expect(page.get_by_label("Code reçu")).to_be_visible()
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


async def test_access_is_given_proposed_and_handed_over(people: People, up: Command) -> None:
    head = await somebody(people, up, "direction@peupliers.example", viewport=PHONE)
    page = head.page
    await page.goto("/")
    await page.get_by_role("link", name="Voir les accès").click()
    await page.get_by_role("link", name="Donner un accès").click()
    await page.get_by_label("Adresse électronique").fill(DELEGATE)
    await page.get_by_label("Nom affiché").fill("Jo Marquès")
    await page.get_by_label("Rôle").select_option(label="Délégué du chef pour les accès")
    await page.get_by_role("button", name="Donner cet accès").click()
    await expect(page.get_by_text("Accès donné à Jo Marquès")).to_be_visible()
    assert await head.overflow() <= 0

    delegate = await invited(people, DELEGATE)
    await give(delegate.page, "noa.delmas@peupliers.example", "Noa Delmas", "Secrétariat")
    await expect(delegate.page.get_by_text("Accès donné à Noa Delmas")).to_be_visible()
    await delegate.page.get_by_role("button", name="Annuler").click()
    await expect(delegate.page.get_by_text("il n’ouvre plus rien")).to_be_visible()

    supervisor = await somebody(people, up, "supervision@dsden.example")
    await propose(supervisor.page, "lou.sabatier@peupliers.example", "Lou Sabatier")
    proposed = page.get_by_role("link", name="à accepter ou à refuser")
    await open_until(page, "/", proposed)
    await proposed.click()
    await page.get_by_role("button", name="Accepter").click()
    await expect(page.get_by_text("Accès donné à Lou Sabatier")).to_be_visible()

    await page.get_by_role("link", name="Passer la main").click()
    leaver, successor = "Lou Sabatier", "Jo Marquès"
    await pick(page, "Personne qui part", leaver)
    await page.get_by_label("À partir du").fill("2099-09-01")
    await pick(page, "Personne déjà connue du lycée", successor)
    await page.get_by_role("button", name="Voir ce qui va se passer").click()
    await expect(page.get_by_role("heading", name="Ce qui va se passer")).to_be_focused()
    assert await head.overflow() <= 0
    await page.get_by_role("button", name="Enregistrer la passation").click()
    await expect(page.get_by_text(f"{leaver} passe la main à {successor}")).to_be_visible()
    for person in (head, delegate, supervisor):
        assert person.complaints == []


PASSING = {
    DESKTOP["width"]: ("Alix Roques", "Sacha Molinié"),
    PHONE["width"]: ("Maëlle Gaubert", "Yanis Cazals"),
}
"""Who leaves a bureau and who comes after, on each screen."""


async def test_a_bureau_is_handed_over_whole_and_who_leaves_reads_nothing_more(
    people: People, up: Command, screen: ViewportSize
) -> None:
    leaver, successor = PASSING[screen["width"]]
    head = await somebody(people, up, "direction@peupliers.example", viewport=screen)
    await give(head.page, mail_for(leaver), leaver, "Responsable de bureau")
    await give(head.page, mail_for(successor), successor, "Secrétariat")
    leaving = await invited(people, mail_for(leaver), screen)
    coming = await invited(people, mail_for(successor), screen)
    company = f"Vergers de {successor}"
    card = await registers(leaving.page, company)
    await leaving.page.get_by_role("link", name="Noter un appel").click()
    await leaving.page.get_by_role("radio", name="Intéressée").check()
    await leaving.page.get_by_role("radio", name="Dans un mois").check()
    await leaving.page.get_by_role("button", name="Noter l’appel").click()
    await expect(leaving.page.get_by_text("Appel noté").first).to_be_visible()

    page = head.page
    await page.goto("/acces/passation")
    await pick(page, "Personne qui part", leaver)
    await page.get_by_label("À partir du").fill(f"{local_date(datetime.now(UTC))}")
    await pick(page, "Personne déjà connue du lycée", successor)
    await page.get_by_role("button", name="Voir ce qui va se passer").click()
    await page.get_by_role("button", name="Enregistrer la passation").click()
    await expect(page.get_by_text(f"{leaver} passe la main à {successor}")).to_be_visible()
    assert await head.overflow() <= 0

    # Whose session it is, is known for a second; and the work that is handed over comes by an event.
    await open_until(leaving.page, card, leaving.page.get_by_role("heading", name=Forbidden.title))
    await expect(leaving.page.get_by_text(company)).to_have_count(0)
    its_own = coming.page.get_by_role("main").get_by_text(company).first
    await open_until(coming.page, "/semaine", its_own)
    await coming.page.goto(card)
    told = coming.page.get_by_role("region", name="Fil de votre lycée")
    await expect(told).to_contain_text("Intéressée")
    await expect(coming.page.get_by_role("link", name="Noter un appel")).to_be_visible()
    assert await coming.overflow() <= 0
    assert head.complaints == coming.complaints == []


def mail_for(name: str) -> str:
    """An address of the lycée of Les Peupliers."""
    return f"{plain(name).replace(' ', '.')}@peupliers.example"


async def invited(people: People, mail: str, screen: ViewportSize = PHONE) -> Person:
    """Somebody who answers the invitation they were sent, and signs in."""
    person = await people.somebody(viewport=screen)
    page = person.page
    await mail_of(page, mail)
    async with page.expect_popup() as opened:
        await page.frame_locator("iframe.mail").get_by_role("link").first.click()
    choosing = await opened.value
    await choosing.get_by_label("Nouveau mot de passe").fill(NEW_PASSWORD)
    await choosing.get_by_role("button", name="Enregistrer le mot de passe").click()
    await choosing.get_by_label("Adresse électronique").fill(mail)
    await choosing.get_by_label("Mot de passe").fill(NEW_PASSWORD)
    await choosing.get_by_role("button", name="Se connecter").click()
    await expect(choosing.get_by_role("heading", level=1)).to_contain_text("Aujourd’hui")
    return replace(person, page=choosing)


async def give(page: Page, mail: str, name: str, role: str) -> None:
    await page.goto("/acces/nouveau")
    await page.get_by_label("Adresse électronique").fill(mail)
    await page.get_by_label("Nom affiché").fill(name)
    await page.get_by_label("Rôle").select_option(label=role)
    await page.get_by_role("button", name="Donner cet accès").click()


async def propose(page: Page, mail: str, name: str) -> None:
    await page.goto("/acces/propositions/nouvelle")
    await page.get_by_label("Adresse électronique").fill(mail)
    await page.get_by_label("Nom affiché").fill(name)
    await page.get_by_label("Lycée", exact=True).select_option(label="Lycée des Peupliers")
    await page.get_by_label("Rôle").select_option(label="Responsable de bureau")
    await page.get_by_role("button", name="Proposer cet accès").click()
    await expect(page.get_by_text("En attente de la direction")).to_be_visible()


async def pick(page: Page, label: str, name: str) -> None:
    """Choose the person of a list that shows their mail beside the name."""
    choices = page.get_by_label(label)
    value = await choices.locator("option", has_text=name).get_attribute("value")
    await choices.select_option(value)
