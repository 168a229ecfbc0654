"""A preview of many lines on a phone: one line each, what somebody has to look at first and whole."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import PHONE, People
from tests.support.processes import Command

SURE, ROW_PX = 45, 46
"""Lines nobody has to look at; the most one of them may be high, a finger wide included."""


async def test_a_line_in_no_doubt_is_one_line_and_its_detail_opens(
    people: People, up: Command, tmp_path: Path
) -> None:
    rows = [
        f"Sellerie des Hauts Plateaux de la Lère numéro {n};3 rue Basse;Caussade;Mme Vidal {n};05 36 49 84 {n:02d}"
        for n in range(10, 10 + SURE)
    ]
    rows.append("À trouver;;Caussade;M. Cros;05 36 49 85 01")
    file = tmp_path / "carnet.csv"
    file.write_text("\n".join(["Entreprise;Adresse;Ville;Contact;Tél", *rows]), encoding="utf-8")
    mail = "bureau@tilleuls.example"
    bureau = await people.known(up, mail, viewport=PHONE)
    page = bureau.page
    await page.goto("/entreprises/import")
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await page.get_by_role("button", name="Voir ce que fera l’import").click()

    lines = page.locator("section[aria-labelledby=lignes] tbody tr")
    await expect(lines).to_have_count(SURE + 1)
    await expect(lines.first).to_contain_text("À trouver")
    await expect(lines.first.get_by_role("button", name="C’est une entreprise")).to_be_visible()
    heights = [box["height"] for row in await lines.all() if (box := await row.bounding_box())]
    assert max(heights[1:]) <= ROW_PX, heights
    assert await bureau.overflow() <= 0

    second = lines.nth(1)
    await expect(second.get_by_text("3 rue Basse")).to_be_hidden()
    await second.get_by_text("Détail").click()
    await expect(second.get_by_text("3 rue Basse")).to_be_visible()
    await expect(second.get_by_role("link", name="Corriger")).to_be_visible()
    assert bureau.complaints == []
