"""An import and its undoing, on both screens and by keyboard."""

from pathlib import Path

import xlsxwriter
from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import DESKTOP, People
from tests.browser.test_journey import password
from tests.support.processes import Command

NAMES = ("Bois Vert", "Scierie du Lendou", "Pépinières d’Autan")


def workbook(path: Path, suffix: str) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Entreprises")
    sheet.write_row(0, 0, ("Raison sociale", "Commune", "Contact nom", "Téléphone"))
    for line, name in enumerate(NAMES, start=1):
        contact = ("Moissac", "Anne Verdier", "05 36 49 00 01")
        sheet.write_row(line, 0, (f"{name} {suffix}", *contact))
    book.close()
    return path


async def test_an_import_is_undone_without_script_and_says_what_it_keeps(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    suffix = "du Nord" if screen == DESKTOP else "du Sud"
    bureau = await people.signed_in(
        "bureau@tilleuls.example",
        password(up, "bureau@tilleuls.example"),
        viewport=screen,
        javascript=False,
    )
    page = bureau.page
    await page.goto("/entreprises/import")
    file = workbook(tmp_path / "liste.xlsx", suffix)
    await page.get_by_label("Fichier XLSX, XLS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()
    await page.get_by_role("button", name="Importer 3 lignes").click()
    await page.get_by_role("link", name=f"Bois Vert {suffix}").click()
    await page.get_by_label("Suite", exact=True).select_option(index=1)
    await page.get_by_role("button", name="Noter l’échange").click()

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
    await page.goto("/entreprises")
    await expect(page.get_by_role("link", name=f"Bois Vert {suffix}")).to_be_visible()
    await expect(page.get_by_role("link", name=f"Scierie du Lendou {suffix}")).to_have_count(0)
    assert bureau.complaints == []
