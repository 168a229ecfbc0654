"""The way of a fact, as people see it: from a lycée's screen to the supervisor's."""

import re
from datetime import date
from pathlib import Path

import xlsxwriter
from playwright.async_api import Page, ViewportSize, expect
from stdnum import luhn

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE, People, Person
from tests.support.dates import period_ahead
from tests.support.processes import Command
from tests.support.waiting import eventually

HEADINGS = ("Raison sociale", "SIRET", "Code NAF", "Commune", "Forme juridique", "Diffusion")
COMPANIES = 300
HOST = "Atelier du Quercy 017"
PUPIL = ("Zéphyrine", "Canarival")


def siret(number: int) -> str:
    """An invented SIRET whose check digits are right."""
    siren = f"9{number:07d}"
    siren += luhn.calc_check_digit(siren)
    return siren + "0001" + luhn.calc_check_digit(siren + "0001")


def workbook(path: Path) -> Path:
    """Three hundred invented companies, as a bureau keeps them."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Entreprises")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, COMPANIES + 1):
        name = f"Atelier du Quercy {row:03d}"
        sheet.write_row(row, 0, [name, siret(row), "43.21A", "Montauban", "SARL", "Oui"])
    book.close()
    return path


def roster(path: Path) -> Path:
    first_name, last_name = PUPIL
    path.write_text(f"Nom;Prénom;Classe\n{last_name};{first_name};1MELEC\n")
    return path


def password(up: Command, mail: str) -> str:
    """The password `up` printed beside this demo account."""
    found = re.search(rf"^\s*{re.escape(mail)}\s+(\S+)", up.output, re.MULTILINE)
    assert found, up.output
    return found[1]


async def somebody(
    people: People, up: Command, mail: str, viewport: ViewportSize = DESKTOP
) -> Person:
    return await people.known(up, mail, viewport=viewport)


async def import_companies(page: Page, file: Path) -> None:
    await page.goto("/entreprises/import")
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_role("button", name=f"Importer {COMPANIES} lignes").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Import terminé")


async def import_class(page: Page, file: Path) -> None:
    await page.goto("/pfmp/eleves/import")
    await page.get_by_label("Fichier").set_input_files(file)
    await page.get_by_role("button", name="Voir l’aperçu").click()
    await page.get_by_label("1MELEC", exact=True).select_option(index=1)
    await page.get_by_role("button", name="Importer les élèves").click()
    await expect(
        page.get_by_role("link", name=re.compile("canarival", re.IGNORECASE))
    ).to_be_visible()


async def publish_a_period(page: Page, days: tuple[date, date] | None = None) -> None:
    starts_on, ends_on = days or period_ahead()
    await page.goto("/pfmp/periodes/nouvelle")
    await page.get_by_label("Premier jour").fill(f"{starts_on}")
    await page.get_by_label("Dernier jour").fill(f"{ends_on}")
    await page.get_by_label("Semaines en entreprise").fill("4")
    await (
        page.get_by_role("group", name="Formations concernées")
        .get_by_role("checkbox")
        .first.check()
    )
    await page.get_by_role("button", name="Préparer la PFMP").click()
    await page.get_by_role("button", name="Publier la PFMP").click()
    await expect(page.get_by_text("Publiée", exact=True)).to_be_visible()


async def propose_and_confirm(page: Page) -> None:
    await page.get_by_role("link", name="Proposer un lieu").click()
    asked = page.get_by_role("main")
    host = page.get_by_role("radio", name=re.compile(HOST))

    async def found() -> bool:
        """Whether who knows the pupils has heard of the companies, which another service keeps."""
        await asked.get_by_role("searchbox").fill(HOST)
        await asked.get_by_role("button", name="Chercher").click()
        await page.wait_for_load_state()
        return await host.is_visible()

    await eventually(found, within_seconds=PATIENCE_MS / 1000)
    await host.check()
    await page.get_by_label("Trouvé par").select_option("office")
    await page.get_by_role("button", name="Proposer ce lieu d’accueil").click()
    await page.get_by_role("button", name="Confirmer le lieu d’accueil").click()
    await expect(page.get_by_text("Lieu d’accueil confirmé").first).to_be_visible()


async def confirmed_places(page: Page) -> int:
    """How many the department counts, of all its lycées."""
    told = await page.locator("#resume").inner_text()
    found = re.search(r"(\d+)\slieux? d’accueil confirmés? sur", told)
    return int(found[1]) if found else 0


async def test_a_confirmed_place_is_seen_by_the_supervisor_and_not_the_pupil(
    people: People, up: Command, tmp_path: Path
) -> None:
    bureau = await somebody(people, up, "bureau@tilleuls.example")
    supervisor = await somebody(people, up, "supervision@dsden.example")
    await import_companies(bureau.page, workbook(tmp_path / "entreprises.xlsx"))
    await import_class(bureau.page, roster(tmp_path / "classe.csv"))
    await publish_a_period(bureau.page)
    await supervisor.page.goto("/departement")
    await supervisor.page.evaluate("window.neverReloaded = true")
    # Other lycées of this `up` may have places too.
    told = supervisor.page.locator("#journal").get_by_text(
        "Lycée des Tilleuls a confirmé un lieu d’accueil"
    )
    await expect(told).to_have_count(0)
    before = await confirmed_places(supervisor.page)

    await propose_and_confirm(bureau.page)

    await expect(told).to_be_visible()

    # The journal and the figures come in fragments of their own, in any order.
    async def counted() -> bool:
        return await confirmed_places(supervisor.page) == before + 1

    await eventually(counted, within_seconds=PATIENCE_MS / 1000)
    assert await supervisor.page.evaluate("window.neverReloaded") is True
    assert "canarival" not in (await supervisor.page.content()).lower()

    elsewhere = await somebody(people, up, "bureau@vieux-pont.example", viewport=PHONE)
    await elsewhere.page.goto("/entreprises")
    await elsewhere.page.get_by_role("searchbox").fill(HOST)
    await elsewhere.page.get_by_role("button", name="Rechercher").click()
    await elsewhere.page.get_by_role("link", name="Tout le registre", exact=True).click()
    await elsewhere.page.get_by_role("link", name=HOST, exact=True).click()
    await expect(elsewhere.page.get_by_text("Connue du lycée des Tilleuls")).to_be_visible()
    assert "canarival" not in (await elsewhere.page.content()).lower()
    assert [*bureau.complaints, *supervisor.complaints, *elsewhere.complaints] == []


async def test_who_runs_two_lycees_sees_both_or_one_and_types_a_call_for_both_once(
    people: People, up: Command, screen: ViewportSize
) -> None:
    company = "Forge du Lemboulas" if screen == DESKTOP else "Vannerie de la Lère"
    bureau = await somebody(people, up, "bureau@peupliers.example", viewport=screen)
    page = bureau.page
    await page.goto("/")
    everything = page.get_by_role("button", name="Tous mes lycées", pressed=True)
    await expect(everything).to_be_visible()
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Lycée", exact=True).select_option("Lycée des Peupliers")
    await page.get_by_label("Nom ou raison sociale").fill(company)
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_role("checkbox", name="Lycée des Peupliers")).to_be_checked()

    await page.get_by_role("checkbox", name="Lycée des Ormeaux").check()
    await page.get_by_label("Suite").select_option("agreed")
    await page.get_by_label("Note (reste au lycée)").fill("Deux places en mai.")
    await page.get_by_role("button", name="Noter l’échange").click()
    await expect(page.get_by_text("Échange consigné pour 2 lycées.")).to_be_visible()
    exchange = page.locator(".timeline li")
    await expect(exchange).to_have_count(1)
    await expect(exchange.locator(".badge.lycee")).to_have_text(
        [re.compile("Peupliers"), re.compile("Ormeaux")]
    )
    assert (await violations(page), await bureau.overflow()) == ([], 0)

    # By keyboard, one lycée; meanwhile another tab chooses the other one.
    await page.get_by_role("button", name="Ormeaux").first.press("Enter")
    await expect(page.get_by_role("button", name="Ormeaux", pressed=True)).to_be_visible()
    await expect(page.get_by_text("Lycée des Ormeaux seulement")).to_be_visible()
    await expect(page.get_by_role("checkbox", name="Lycée des Ormeaux")).to_be_checked()
    await expect(exchange.locator(".badge.lycee")).to_have_count(0)
    assert (await violations(page), await bureau.overflow()) == ([], 0)
    tab = await page.context.new_page()
    await tab.goto("/")
    await tab.get_by_role("button", name="Peupliers").press("Enter")
    await expect(tab.get_by_text("Lycée des Peupliers seulement")).to_be_visible()

    await page.get_by_label("Suite").select_option("refused")
    await page.get_by_role("button", name="Noter l’échange").click()
    await expect(page.get_by_text("Échange consigné.")).to_be_visible()
    await page.get_by_role("button", name="Tous mes lycées").click()
    await expect(everything).to_be_visible()
    await expect(exchange).to_have_count(2)
    refused = exchange.filter(has_text="Refus")
    await expect(refused.locator(".badge.lycee")).to_have_text([re.compile("Ormeaux")])
    assert bureau.complaints == []
