"""The acceptance journey by keyboard alone: a messy workbook and a class list come in, a place is
confirmed, its mail is read, and the supervisor sees the coverage move.
"""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, THEMES, People, nobody_named_by
from tests.browser.test_accessibility import tab_to
from tests.browser.test_journey import password
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle
from tests.support.servers import own_folder
from tests.support.waiting import eventually

FILES = Path(__file__).parents[1] / "files"
WORKBOOK, CLASSES = FILES / "01_titres_et_total.xlsx", FILES / "classes_1_pronote.csv"
HOST, HOST_MAIL = "Menuiserie Tescou", "lafitte@tescou.example"
FORMATION = "2de pro Métiers de l’électricité"
SUPERVISOR = "supervision@dsden.example"
LYCEES = (("vieux-pont", "Lycée du Vieux-Pont"), ("tilleuls", "Lycée des Tilleuls"))
"""Whose day it is: on a phone, and at a desk."""
COVERED = "lieu d’accueil confirmé sur"


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=THEMES)
async def themed(request: pytest.FixtureRequest) -> AsyncIterator[Command]:
    """`passerelle up` in each theme."""
    with own_folder(f"accept-{request.param}") as folder:
        data = await prepared(folder / "data")
        options = ("--demo-accounts", "--data", str(data))
        async with passerelle(
            "up", *options, environment={"PASSERELLE_THEME": request.param}
        ) as command:
            await command.ready()
            async with nobody_named_by(command, folder):
                yield command


async def press(page: Page, name: str, key: str) -> None:
    """Go to what is called so with Tab, and press a key on it."""
    await tab_to(page, name)
    await page.keyboard.press(key)


async def enter(page: Page, name: str) -> None:
    """Go to what is called so with Tab, press Enter on it, and wait for the page it leads to."""
    async with page.expect_event("load"):
        await press(page, name, "Enter")


async def give(page: Page, name: str, file: Path) -> None:
    """Choose a file as a keyboard does: Enter on the field opens the dialog."""
    await tab_to(page, name)
    async with page.expect_file_chooser() as chosen:
        await page.keyboard.press("Enter")
    await (await chosen.value).set_files(file)


async def companies_come_in(page: Page) -> None:
    await page.goto("/entreprises/import")
    await give(page, "Fichier XLSX", WORKBOOK)
    await enter(page, "Voir ce que fera")
    # Some headings of the workbook are nobody's: what they were taken for is shown and left so.
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dire ce que sont les colonnes")
    await enter(page, "Voir ce que fera")
    await expect(page.get_by_role("button", name=re.compile("^Importer 3"))).to_be_visible()
    await enter(page, "Importer 3")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Import terminé")


async def classes_come_in(page: Page) -> None:
    await page.goto("/pfmp/eleves/import")
    await give(page, "Fichier", CLASSES)
    await enter(page, "Voir l’aperçu")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier avant d’importer")
    # Each class is proposed the formation its name says.
    await enter(page, "Importer les élèves")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Élèves")


async def a_period_is_published(page: Page) -> None:
    """Days whose figures read the same whichever of day and month the browser asks first."""
    await page.goto("/pfmp/periodes/nouvelle")
    for label, day in (("Premier jour", "02022027"), ("Dernier jour", "03032027")):
        await tab_to(page, label)
        await page.keyboard.type(day)
    await tab_to(page, "Semaines")
    await page.keyboard.type("4")
    await press(page, FORMATION, "Space")
    await enter(page, "Préparer la PFMP")
    await enter(page, "Publier la PFMP")
    await expect(page.get_by_text("Publiée", exact=True)).to_be_visible()


async def a_place_is_confirmed(page: Page) -> None:
    await page.goto("/entreprises")
    await enter(page, HOST)
    await enter(page, "Proposer comme lieu d’accueil")
    await press(page, "Élève", "ArrowDown")
    await press(page, "Trouvé par", "ArrowDown")
    await enter(page, "Proposer ce lieu")
    await enter(page, "Confirmer le lieu")
    await expect(page.get_by_text("Lieu d’accueil confirmé").first).to_be_visible()


async def the_mail_is_read(page: Page) -> None:
    async def arrived() -> bool:
        await page.goto("/courriels")
        return "votre accord est noté" in await page.content()

    await eventually(arrived)
    await enter(page, "PFMP du ")
    await expect(page.get_by_text(HOST_MAIL).first).to_be_visible()


async def figures_are_shown(page: Page, lycee: Locator) -> bool:
    """Ask for what waits, by keyboard: lycées, companies and a period that nothing is counted of yet
    come before its figures, and may wait alone.
    """
    show = page.get_by_role("button", name="Afficher")
    # One that is drawn anew meanwhile is not waited for: it is pressed at the next look.
    if await show.evaluate_all("all => { all[0]?.focus(); return all.length; }"):
        await page.keyboard.press("Enter")
    told = await lycee.all_inner_texts()
    return bool(told) and f"0\u00a0{COVERED}" in told[0]


async def test_a_day_s_work_is_done_by_keyboard_alone(
    browser: Browser, themed: Command, screen: ViewportSize
) -> None:
    lycee, name = LYCEES[screen == DESKTOP]
    mail = f"bureau@{lycee}.example"
    async with AsyncExitStack() as stack:
        people = await People.of(browser, themed, stack)
        bureau = await people.signed_in(mail, password(themed, mail), viewport=screen)
        supervisor = await people.signed_in(SUPERVISOR, password(themed, SUPERVISOR))
        await supervisor.page.goto("/departement/lycees")
        # A first listener keeps Chromium from opening dialogs of its own.
        bureau.page.on("filechooser", lambda _: None)
        for step in (companies_come_in, classes_come_in, a_period_is_published):
            await step(bureau.page)
            assert await bureau.overflow() <= 0, step.__name__
        theirs = supervisor.page.locator("#couverture").get_by_role("region", name=name)
        # A period more would move what the supervisor reads: it waits to be asked for.
        await eventually(lambda: figures_are_shown(supervisor.page, theirs))

        await a_place_is_confirmed(bureau.page)
        await the_mail_is_read(bureau.page)

        # A figure moves nothing: it changes where it stands.
        await expect(theirs).to_contain_text(f"1 {COVERED}")
        assert "almeida" not in (await supervisor.page.content()).lower()
        assert [*bureau.complaints, *supervisor.complaints] == []
