"""An import and its undoing, on both screens and by keyboard."""

import re
from pathlib import Path

import xlsxwriter
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, People
from tests.browser.test_journey import siret
from tests.support.processes import Command
from tests.support.proof import in_two_sizes

IMPORT_MS = 60_000
SIRETS = {"Coteaux": 5_000_000, "Vallons": 5_010_000}
NAMED = {200: "Coteaux", 2000: "Vallons"}
NAMES = ("Tannerie", "Scierie du Lendou", "Pépinières d’Autan")


def workbook(path: Path, suffix: str) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Entreprises")
    sheet.write_row(0, 0, ("Raison sociale", "Commune", "Contact nom", "Téléphone"))
    for line, name in enumerate(NAMES, start=1):
        contact = ("Caussade", "Anne Verdier", "05 36 49 40 01")
        sheet.write_row(line, 0, (f"{name} {suffix}", *contact))
    book.close()
    return path


async def test_an_import_is_undone_without_script_and_says_what_it_keeps(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    suffix = "du Nord" if screen == DESKTOP else "du Sud"
    bureau = await people.known(
        up,
        "bureau@tilleuls.example",
        viewport=screen,
        javascript=False,
    )
    page = bureau.page
    await page.goto("/entreprises/import")
    file = workbook(tmp_path / "liste.xlsx", suffix)
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_role("button", name="Importer 3 lignes").click()
    await page.get_by_role("link", name=f"Tannerie {suffix}", exact=True).click()
    await page.get_by_label("Suite", exact=True).select_option(index=1)
    await page.get_by_role("button", name="Noter l’échange").click()
    # The next page would take this one's place before it was sent.
    await expect(page.get_by_text("Échange consigné")).to_be_visible()

    await page.goto("/entreprises/import")
    await page.get_by_role("link", name="liste.xlsx").first.click()
    await page.get_by_role("link", name="Annuler cet import").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Annuler l’import")
    await expect(
        page.get_by_role("listitem").filter(has_text="un échange y est noté")
    ).to_be_visible()
    assert await bureau.overflow() <= 0
    await page.get_by_role("button", name="Annuler l’import").press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Import annulé")
    assert await bureau.overflow() <= 0
    # Others import hundreds, of which a page shows some.
    await page.goto(f"/entreprises?q={suffix}")
    await expect(page.get_by_role("link", name=f"Tannerie {suffix}", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name=f"Scierie du Lendou {suffix}")).to_have_count(0)
    assert bureau.complaints == []


async def test_headings_are_chosen_and_a_column_is_kept_as_remarks_without_script(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    company = "Sellerie du Nord" if screen == DESKTOP else "Sellerie du Sud"
    # What was said of headings is remembered: the other screen has others.
    desktop = screen == DESKTOP
    headings = ("Qui", "Où ça", "Pastille") if desktop else ("Chez qui", "Endroit", "Couleur")
    rows = ("Le carnet;de Mme;Roux;secteur", ";".join(headings), f"{company};Caussade;vert")
    file = tmp_path / "carnet.csv"
    file.write_text("\n".join(rows))
    bureau = await people.known(
        up,
        "bureau@tilleuls.example",
        viewport=screen,
        javascript=False,
    )
    page = bureau.page
    await page.goto("/entreprises/import")
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_text("Les titres sont à une autre ligne").click()
    await page.get_by_role("button", name="Ligne 2").click()
    await expect(page.get_by_text("les titres sont ceux de la ligne 2")).to_be_visible()
    assert await bureau.overflow() <= 0
    await page.get_by_label(headings[0], exact=True).select_option("Raison sociale")
    await expect(page.get_by_label(headings[1])).to_have_value("1:commune")
    await page.get_by_label(headings[2]).select_option("Remarques (note de votre lycée)")
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_role("button", name="Importer 1 ligne").click()
    await page.get_by_role("link", name=company, exact=True).click()

    await expect(page.get_by_role("heading", name="Notes de votre lycée")).to_be_visible()
    await expect(page.get_by_text(f"{headings[2]} : vert")).to_be_visible()
    assert await bureau.overflow() <= 0


def long_list(path: Path, named: str, lines: range, address: str) -> Path:
    """A workbook of companies whose names begin alike, each with a number."""
    first = SIRETS[named]
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Entreprises")
    sheet.write_row(0, 0, ("Raison sociale", "SIRET", "Commune", "Adresse"))
    for row, number in enumerate(lines, start=1):
        name = f"{named} {number:04d}"
        sheet.write_row(row, 0, (name, siret(first + number), "Moissac", address))
    book.close()
    return path


async def imported(page: Page, file: Path) -> None:
    await page.goto("/entreprises/import")
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_role("button", name=re.compile(r"^Importer [\d\s]+ lignes")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Import terminé", timeout=IMPORT_MS
    )


async def listed(page: Page, named: str) -> list[str]:
    answer = await page.request.get(f"/entreprises/export.csv?filtre=miennes&q={named}")
    return sorted(
        line for line in (await answer.text()).splitlines() if re.search(rf"{named} \d", line)
    )


def shown(number: int) -> str:
    """A whole number as pages write it, as a regular expression."""
    return f"{number:,}".replace(",", r"\s")


@in_two_sizes("lines", 200, 2000)
async def test_a_long_import_is_undone_and_what_was_edited_since_is_kept(
    people: People, up: Command, tmp_path: Path, lines: int
) -> None:
    named, known = NAMED[lines], lines // 4
    bureau = await people.known(up, "bureau@vieux-pont.example", viewport=PHONE)
    page = bureau.page
    await imported(page, long_list(tmp_path / "avant.xlsx", named, range(known), ""))
    before = await listed(page, named)
    assert len(before) == known

    await imported(page, long_list(tmp_path / "longue.xlsx", named, range(lines), "3 rue Haute"))
    figures = page.get_by_role("main")
    await expect(figures).to_contain_text(re.compile(shown(lines - known)))
    await expect(figures).to_contain_text(str(known))
    assert len(await listed(page, named)) == lines
    await page.goto(f"/entreprises?q={named}+0007")
    await page.get_by_role("link", name=f"{named} 0007", exact=True).click()
    await page.get_by_text("Plus\u00a0▾").click()
    await page.get_by_role("link", name="Corriger la fiche").click()
    await page.get_by_label("Nom ou raison sociale").fill(f"{named} 0007 et fils")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{named} 0007 et fils")

    await page.goto("/entreprises/import")
    await page.get_by_role("link", name="longue.xlsx").first.click()
    await page.get_by_role("link", name="Annuler cet import").click()
    assert await bureau.overflow() <= 0
    await page.get_by_role("button", name="Annuler l’import").click()
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("Import annulé", timeout=IMPORT_MS)
    assert await bureau.overflow() <= 0

    after = await listed(page, named)
    changed = [line for line in before if line not in after]
    assert [line.split(";")[0] for line in changed] == [f"{named} 0007"]
    assert [line.split(";")[0] for line in after if line not in before] == [f"{named} 0007 et fils"]
    assert len(after) == len(before)
    assert bureau.complaints == []
