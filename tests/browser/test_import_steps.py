"""A long list from its file to its undoing, by keyboard, with a script, on both screens."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, People, Person, new_up
from tests.support.processes import Command

HEADINGS = ("Désignation", "Localisation", "Joignable au", "Observations")
MEANT = ("Raison sociale", "Commune", "Téléphone", "Ignorer")
LINES = 2_600
# Importing them takes longer than a page does, on a busy machine still longer.
PATIENCE_MS = 90_000


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def up() -> AsyncIterator[Command]:
    """One of its own: what others record is known elsewhere only after thousands of lines are."""
    async with new_up() as command:
        yield command


@dataclass(frozen=True)
class Lists:
    """The files of one bureau; its companies are nobody else's."""

    folder: Path
    suffix: str

    def saved(self, name: str, *rows: tuple[str, ...]) -> Path:
        path = self.folder / name
        path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
        return path

    @property
    def known(self) -> Path:
        """A company that is there before, without a phone."""
        return self.saved("connues.csv", ("Raison sociale", "Commune"), self.company("Scierie"))

    def company(self, name: str, phone: str = "") -> tuple[str, ...]:
        row = (f"{name} {self.suffix}", "Moissac")
        return (*row, phone, "à revoir") if phone else row

    @property
    def of_each_kind(self) -> tuple[tuple[str, ...], ...]:
        """The headings, then a line of each kind."""
        return (
            HEADINGS,
            self.company("Scierie", "05 36 49 00 01"),
            self.company("Bois Vert", "05 36 49 00 02"),
            self.company("Bois Vert", "05 36 49 00 02"),
            self.company("Garage Lère", "05 36"),
        )

    @property
    def short(self) -> Path:
        return self.saved("courte.csv", *self.of_each_kind)

    @property
    def long(self) -> Path:
        """One line of each kind, then many new ones."""
        return self.saved(
            "longue.csv",
            *self.of_each_kind,
            *(self.company(f"Atelier {n:04d}", "05 36 49 00 03") for n in range(5, LINES + 1)),
        )


async def fits(person: Person, step: str) -> None:
    """Nothing sticks out of the screen, and the browser complains of nothing."""
    assert await person.overflow() <= 0, step
    assert person.complaints == [], step


async def press(page: Page, role: str, name: str) -> None:
    """Go to a button or a link and press Enter."""
    found = page.locator("main").get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # one of playwright's own words
    await found.focus()
    await page.keyboard.press("Enter")


async def bring(page: Page, file: Path) -> None:
    await page.goto("/entreprises/import")
    await page.get_by_label("Fichier XLSX, XLS, ODS ou CSV").set_input_files(file)
    await press(page, "button", "Voir ce que fera l’import")


async def title(page: Page, text: str) -> None:
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text(text, timeout=PATIENCE_MS)


async def say_the_columns(bureau: Person) -> None:
    page = bureau.page
    await title(page, "Dire ce que sont les colonnes")
    await expect(page.get_by_text("Par exemple\u00a0: Scierie")).to_be_visible()
    await fits(bureau, "columns")
    for heading, meant in zip(HEADINGS, MEANT, strict=True):
        field = page.get_by_label(heading, exact=True)
        await field.focus()
        await page.keyboard.type(meant)
        await expect(field.locator("option:checked")).to_have_text(meant)
    await press(page, "button", "Voir ce que fera l’import")


async def read_the_preview(bureau: Person, suffix: str) -> None:
    page = bureau.page
    await title(page, "Vérifier l’import")
    await fits(bureau, "preview")
    lines = page.get_by_role("table", name="Lignes du fichier").get_by_role("row")
    for at, verdict, reason in (
        (1, "Mise à jour", f"Scierie {suffix}\u00a0: fiche complétée"),
        (2, "Créée", "nouvelle entreprise"),
        (3, "Doublon", "doublon de la ligne 3"),
        (4, "Créée", "numéro de téléphone"),
    ):
        await expect(lines.nth(at)).to_contain_text(verdict)
        await expect(lines.nth(at)).to_contain_text(reason)


async def stop_on_the_way(bureau: Person) -> int:
    """Wait for the figures to move by themselves, then interrupt; how many lines are done."""
    page = bureau.page
    await title(page, "Import en cours")
    await page.evaluate("window.neverReloaded = true")
    stop = page.get_by_role("button", name="Interrompre")
    await stop.focus()
    before = await done(page)
    await page.wait_for_function("n => document.querySelector('#avancement').value > n", arg=before)
    assert await page.evaluate("window.neverReloaded") is True
    await expect(stop).to_be_focused()
    await fits(bureau, "running")
    await page.keyboard.press("Enter")

    await title(page, "Import interrompu")
    await fits(bureau, "stopped")
    return await done(page)


async def done(page: Page) -> int:
    value: int = await page.evaluate("document.querySelector('#avancement').value")
    return value


async def undo(bureau: Person, suffix: str) -> None:
    page = bureau.page
    await press(page, "link", "Annuler cet import…")
    await title(page, "Annuler l’import")
    await fits(bureau, "undo")
    await press(page, "button", "Annuler l’import")
    await title(page, "Import annulé")
    await fits(bureau, "undone")
    await page.goto(f"/entreprises?q={suffix}")
    await expect(page.get_by_role("link", name=f"Scierie {suffix}", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name=f"Bois Vert {suffix}")).to_have_count(0)


async def test_a_long_list_of_unknown_columns_is_imported_stopped_resumed_and_undone(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    where, suffix = ("tilleuls", "Nord") if screen == DESKTOP else ("vieux-pont", "Sud")
    mail = f"bureau@{where}.example"
    bureau = await people.known(up, mail, viewport=screen)
    page, lists = bureau.page, Lists(tmp_path, suffix)
    await bring(page, lists.known)
    await press(page, "button", "Importer 1\u00a0ligne")
    await title(page, "Import terminé")

    await bring(page, lists.long)
    await say_the_columns(bureau)
    await read_the_preview(bureau, suffix)
    await press(page, "button", f"Importer {LINES - 1:,}\u00a0lignes".replace(",", "\u202f"))
    stopped_at = await stop_on_the_way(bureau)
    assert 0 < stopped_at < LINES

    await press(page, "button", "Reprendre")
    await title(page, "Import terminé")
    await fits(bureau, "completed")
    await undo(bureau, suffix)

    # What the undone import taught is forgotten with it: it is said again.
    await bring(page, lists.short)
    await say_the_columns(bureau)
    await title(page, "Vérifier l’import")
    await bring(page, lists.short)
    await title(page, "Vérifier l’import")
    await page.goto("/entreprises/import/titres")
    await expect(page.get_by_role("rowheader", name=HEADINGS[0])).to_be_visible()
    await fits(bureau, "headings")
    forget = page.get_by_role("button", name=re.compile(f"Oublier.*{HEADINGS[0]}"))
    await forget.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("rowheader", name=HEADINGS[0])).to_be_hidden()
    await bring(page, lists.short)
    await title(page, "Dire ce que sont les colonnes")
