"""A class list, by keyboard, without script, on both sizes of screen."""

from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import People
from tests.support.processes import Command

LIST = Path(__file__).parents[1] / "files" / "classes_4_renommee.tsv"


async def choose(page: Page, label: str, downwards: int) -> None:
    """Choose in a list with the arrows alone."""
    await page.get_by_label(label, exact=True).first.focus()
    for _ in range(downwards):
        await page.keyboard.press("ArrowDown")


async def preview(page: Page) -> None:
    await page.goto("/pfmp/eleves/import")
    await page.get_by_label("Fichier").set_input_files(LIST)
    await page.get_by_role("button", name="Voir l’aperçu").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier avant d’importer")


async def test_a_class_list_is_imported_by_keyboard_without_script(
    people: People, up: Command, screen: ViewportSize
) -> None:
    mail = "bureau@vieux-pont.example"
    bureau = await people.known(up, mail, viewport=screen, javascript=False)
    page = bureau.page
    await preview(page)
    assert await bureau.overflow() == 0

    for label in ("1ASSP", "2 MELEC 1"):
        await choose(page, label, 1)
    await page.get_by_role("button", name="Importer les élèves").focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("2 MELEC 1").first).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Élèves")
    assert await bureau.overflow() == 0
    assert bureau.complaints == []
