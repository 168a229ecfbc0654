"""Pages held by a personal link, without account: opened from the real mail, on a desk and a phone."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, People, Person
from tests.browser.test_journey import somebody
from tests.browser.test_way_in import mail_of
from tests.support.processes import Command

COMPANIES = {1360: "Scierie Lagarrigue", 390: "Menuiserie Bonnecaze"}
MAILS = {1360: "accueil@lagarrigue.example", 390: "accueil@bonnecaze.example"}
TEACHERS = {1360: "Mme Ode Marsal", 390: "M. Abel Roux"}
BUREAU = "bureau@tilleuls.example"


async def registers(page: Page, company: str, mail: str) -> str:
    """A company with a contact who has a mail; the address of its card."""
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill(company)
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(company)
    card = page.url
    await page.get_by_role("link", name="Ajouter un contact").click()
    await page.get_by_label("Nom", exact=True).fill("Anne Verdier")
    await page.get_by_label(re.compile("^Mail")).fill(mail)
    await page.get_by_role("button", name=re.compile("contact|Enregistrer")).click()
    await expect(page.get_by_text("Contact ajouté.")).to_be_visible()
    return card


async def opened_from_the_mail(people: People, mail: str, screen: ViewportSize) -> Person:
    """Whoever got the mail, on the page its link opens."""
    person = await people.somebody(viewport=screen)
    await mail_of(person.page, mail)
    link = person.page.frame_locator("iframe.mail").get_by_role("link").first
    async with person.page.expect_popup() as opened:
        await link.click()
    return Person(await opened.value, person.complaints)


async def test_a_company_holds_its_own_page(
    people: People, up: Command, screen: ViewportSize
) -> None:
    company, mail = COMPANIES[screen["width"]], MAILS[screen["width"]]
    bureau = await somebody(people, up, BUREAU, viewport=DESKTOP)
    card = await registers(bureau.page, company, mail)
    await bureau.page.get_by_text("Gérer").click()
    await bureau.page.get_by_role("button", name="Envoyer son espace").click()
    await expect(bureau.page.get_by_text("le courriel part dès que possible")).to_be_visible()

    host = await opened_from_the_mail(people, mail, screen)
    page = host.page
    await expect(page.get_by_role("heading", level=1)).to_have_text(company)
    assert await host.overflow() <= 0
    await page.get_by_label("Nombre de places").fill("3")
    await page.get_by_label("Premier mois").select_option(index=2)
    await page.get_by_role("button", name="Proposer ces places").click()
    await expect(page.get_by_text("Vos places d’accueil sont notées")).to_be_visible()
    await expect(page.get_by_text("3 places, toutes formations")).to_be_visible()

    await page.get_by_text("Ne pas être sollicité pendant quelque temps").click()
    await page.get_by_label("Jusqu’au").fill(f"{datetime.now(UTC).date() + timedelta(60)}")
    await page.get_by_label("Motif").select_option(label="Déménagement, travaux, reprise")
    await page.get_by_role("button", name="Demander la pause").click()
    await expect(page.get_by_text("en pause jusqu’au")).to_be_visible()
    await page.get_by_role("button", name="Ne plus recevoir de courriels").click()
    await expect(page.get_by_text("Vous ne recevez plus de courriels.")).to_be_visible()
    assert await host.overflow() <= 0

    await bureau.page.goto(card)
    done = bureau.page.get_by_role("list", name="Fait par l’entreprise elle-même")
    await expect(done).to_contain_text("Propose 3 places")
    await expect(bureau.page.get_by_text("Ne veut plus de courriels", exact=True)).to_be_visible()
    await done.get_by_role("button", name="Terminer la pause").click()
    await expect(bureau.page.get_by_text("Pause terminée.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("en pause jusqu’au")).not_to_be_visible()
    assert bureau.complaints == host.complaints == []


async def test_a_teacher_brings_a_company_in_three_fields(
    people: People, up: Command, screen: ViewportSize
) -> None:
    teacher, mail = TEACHERS[screen["width"]], f"prof{screen['width']}@tilleuls.example"
    company = f"Ferronnerie {screen['width']}"
    bureau = await somebody(people, up, BUREAU, viewport=screen)
    await bureau.page.goto("/entreprises/professeurs")
    await bureau.page.get_by_label("Professeurs", exact=True).fill(f"{teacher} <{mail}>")
    await bureau.page.get_by_role("button", name="Remettre ces liens").click()
    await expect(bureau.page.get_by_text("1 lien, dont 1 par courriel")).to_be_visible()
    assert await bureau.overflow() <= 0

    own = await opened_from_the_mail(people, mail, screen)
    page = own.page
    await page.get_by_label("Entreprise", exact=True).fill(company)
    await page.get_by_label("Commune").fill("Moissac")
    await page.get_by_role("button", name="Apporter cette entreprise").click()
    # What is missing is said, and what was typed is still there.
    await expect(page.get_by_label("Entreprise", exact=True)).to_have_value(company)
    await page.get_by_label("Téléphone ou contact").fill("M. Delpech, 05 36 49 77 12")
    await page.get_by_label("Passer par moi avant de l’appeler").check()
    await page.get_by_role("button", name="Apporter cette entreprise").click()
    await expect(page.get_by_text("Le bureau va regarder")).to_be_visible()
    assert await own.overflow() <= 0

    await bureau.page.goto("/entreprises/apports")
    assert await bureau.overflow() <= 0
    await bureau.page.get_by_role(
        "button", name=re.compile(f"Faire une nouvelle fiche.*{company}")
    ).click()
    await expect(bureau.page.get_by_role("heading", level=1)).to_have_text(company)
    await expect(bureau.page.get_by_text(f"Apportée par {teacher}")).to_be_visible()
    await expect(bureau.page.get_by_text(f"Passer par {teacher}")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Au registre")).to_be_visible()
    assert bureau.complaints == own.complaints == []
