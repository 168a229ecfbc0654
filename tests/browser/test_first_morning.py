"""The ten tasks of a first morning, by keyboard alone: what each takes is counted and told in README.md."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from playwright.async_api import Page, ViewportSize, expect

from contracts.identifiers import Uai
from tests.browser.conftest import PATIENCE_MS, PHONE, People
from tests.browser.hands import Hands
from tests.browser.test_journey import publish_a_period, somebody
from tests.support.dates import period_ahead, period_running
from tests.support.processes import Command, run
from tests.support.proof import short_and_long
from tests.support.waiting import eventually

TASKS = {
    # Task: acts on a desk, on a phone, in a spreadsheet.
    "Bring one’s own workbook": (4, 4, 16),
    "Undo it": (2, 2, 4),
    "Bring a class list into an empty lycée": (4, 4, 13),
    "Undo the class list": (3, 3, 3),
    "Propose a host, confirm it, the department sees it": (9, 9, 11),
    "Undo the proposal": (1, 1, 4),
    "Note a rupture, then a new place": (11, 11, 14),
    "Undo the rupture": (1, 1, 2),
    "Undo the confirmed place": (1, 1, 5),
    "Find a host for a 1re MELEC near Moissac": (8, 9, 20),
    "Save that list": (3, 3, 5),
    "Export it": (1, 1, 6),
    "Undo the saved list": (2, 2, 5),
    "Note a call": (4, 4, 5),
    "Undo the call": (1, 1, 3),
    "Find a duplicate and merge it": (6, 7, 8),
    "Undo the merge": (2, 2, 3),
    "Propose places to the 24 pupils of a class": (27, 27, 30),
    "Undo the 24 places": (1, 1, 26),
    "Confirm the 24 places": (2, 2, 2),
    "Undo the 24 confirmations": (1, 1, 2),
}
IN_BULK = (
    "Propose places to the 24 pupils of a class",
    "Undo the 24 places",
    "Confirm the 24 places",
    "Undo the 24 confirmations",
)
README = Path(__file__).with_name("README.md")
DESK = ViewportSize(width=1280, height=800)
TITLE = "Entreprises de M. le proviseur adjoint, au 1er septembre"
HEADINGS = ("Raison sociale", "Ville", "Tél.", "Remarques")
COMPANIES = (
    "Électricité Lacombe",
    "Froid et clim Delmas",
    "Ascenseurs Bergès",
    "Electricité Lacombes",
)
PUPIL = "Canarival Zéphyrine"
# Each size is the first morning of a lycée that nobody else opens.
LYCEES = {
    DESK["width"]: ("0829021", "Lycée des Genêts", "bureau@genets.example"),
    PHONE["width"]: ("0829022", "Lycée des Bruyères", "bureau@bruyeres.example"),
}
CLASSES = {
    DESK["width"]: ("0829023", "Lycée des Cytises", "bureau@cytises.example"),
    PHONE["width"]: ("0829024", "Lycée des Églantines", "bureau@eglantines.example"),
}
"""Those that have a class of 24 to place."""
HOSTS = tuple(
    f"{what} {whose}"
    for what in ("Électricité", "Climatisation")
    for whose in ("Maurinet", "Delbreil", "Sarrazy", "Cantegril")
)
"""Companies of a bureau, each taking several pupils of that class."""


def workbook(path: Path, where: str) -> Path:
    """What a bureau keeps: a title above the list, and a column that only it understands."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Feuil1")
    sheet.write(0, 0, TITLE)
    sheet.write_row(2, 0, HEADINGS)
    for row, name in enumerate(COMPANIES, start=3):
        sheet.write_row(row, 0, (f"{name} {where}", "Moissac", "05 36 49 00 21", "à revoir"))
    book.close()
    return path


def class_list(path: Path) -> Path:
    path.write_text("Nom;Prénom;Classe\nCanarival;Zéphyrine;1MELEC\n")
    return path


async def heading(page: Page, text: str | re.Pattern[str]) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(text)


async def home(hands: Hands) -> None:
    """Where each task begins."""
    await hands.page.goto("/")


async def the_list(hands: Hands) -> None:
    """Open the companies from the menu, which is folded on a phone."""
    menu = hands.page.get_by_role("navigation", name="Menu principal")
    if await menu.get_by_text("Menu", exact=True).is_visible():
        await hands.unfold("Menu", within=menu)
    await hands.press("link", "Entreprises", within=menu)


async def bring_the_workbook(hands: Hands, file: Path) -> None:
    """What its columns are is read off them: nobody is asked."""
    page = hands.page
    await hands.press("link", "Importer des entreprises")
    await hands.take("Fichier XLSX, XLS, ODS ou CSV", file)
    await hands.press("button", "Voir ce que fera l’import")
    await heading(page, "Vérifier l’import")
    await hands.press("button", re.compile("^Importer [0-9]"))
    await heading(page, "Import terminé")


async def undo_the_workbook(hands: Hands) -> None:
    await hands.press("link", "Annuler cet import…")
    await hands.press("button", "Annuler l’import")
    await heading(hands.page, "Import annulé")


async def bring_the_class(hands: Hands, file: Path) -> None:
    page = hands.page
    await hands.press("link", "Importer une classe")
    await hands.take("Fichier", file)
    await hands.press("button", "Voir l’aperçu")
    await heading(page, "Vérifier avant d’importer")
    await hands.press("button", "Importer les élèves")
    await expect(page.get_by_role("link", name=re.compile(PUPIL))).to_be_visible()


async def undo_the_class(hands: Hands) -> None:
    page = hands.page
    await hands.press("link", re.compile("^Importer"))
    await hands.press("link", re.compile("^Annuler…"))
    await hands.press("button", "Annuler l’import")
    await expect(
        page.get_by_text("Import annulé\u202f: 1 élève retiré, 1 formation retirée.")
    ).to_be_visible()


async def open_company(hands: Hands, name: str) -> None:
    await hands.go(name)
    await heading(hands.page, name)


async def propose(hands: Hands, host: str) -> None:
    """From the host's card: only the registry has the names of companies that may be a person."""
    page = hands.page
    await open_company(hands, host)
    await hands.press("link", "Proposer comme lieu d’accueil")
    await hands.choose("Élève", "Canarival")
    await hands.choose("Trouvé par", "Le bureau des entreprises")
    await hands.press("button", "Proposer ce lieu d’accueil")
    await expect(page.get_by_text("Lieu d’accueil proposé.")).to_be_visible()


async def undo_at_once(hands: Hands, said: str | re.Pattern[str]) -> None:
    await hands.press("button", re.compile("^Annuler"), within=hands.page.locator(".notice"))
    await expect(hands.page.get_by_text(said)).to_be_visible()


async def confirm(hands: Hands) -> None:
    await hands.press("button", "Confirmer le lieu d’accueil")
    await expect(hands.page.get_by_text("Lieu d’accueil confirmé.")).to_be_visible()


async def open_place(hands: Hands) -> None:
    await hands.press("link", re.compile("^PFMP du"))
    await hands.press("link", re.compile("^Voir, ou noter une rupture"))


async def note_the_rupture(hands: Hands) -> None:
    rupture = hands.page.get_by_role("region", name="Rupture")
    await hands.press("button", "L’entreprise", within=rupture)
    await expect(hands.page.get_by_role("button", name="Annuler la rupture")).to_be_visible()


async def offer_places(page: Page, name: str) -> None:
    """Places for the formation, as a company once said by telephone; not a task of that morning."""
    await page.goto(f"/entreprises?q={name}")
    await page.get_by_role("link", name=name, exact=True).click()
    starts_on, _ = period_ahead()
    await page.get_by_role("link", name=re.compile("^Places d’accueil, dérogations")).click()
    offers = page.get_by_role("region", name="Places d’accueil")
    await offers.get_by_role("spinbutton").fill("2")
    await offers.get_by_label("Premier mois").fill(f"{starts_on:%m/%Y}")
    await offers.get_by_label("Formation").select_option(index=1)
    await offers.get_by_role("button", name="Noter les places").click()
    await expect(offers.get_by_text("Reste 2")).to_be_visible()


async def find_a_host(hands: Hands) -> None:
    await the_list(hands)
    filters = hands.page.get_by_role("search", name="Chercher et filtrer les entreprises")
    await hands.type("Commune", "Moissac", within=filters)
    await hands.unfold("Plus de filtres", within=filters)
    await hands.choose("Autour de la commune", "20 km", within=filters)
    await hands.choose(re.compile("^Accueil ou places"), "1re bac pro M", within=filters)
    await hands.choose("Places d’accueil", "Il en reste", within=filters)
    await hands.choose("Sollicitations", "Aucune depuis", within=filters)
    await hands.press("button", "Rechercher", within=filters)
    await expect(hands.page.get_by_text("1 entreprise", exact=True)).to_be_visible()


async def save_the_list(hands: Hands, name: str) -> None:
    await hands.press("link", "Enregistrer une vue de cette liste")
    await hands.type("Nom de la vue", name)
    await hands.press("button", "Enregistrer")
    await expect(
        hands.page.get_by_role("navigation", name="Entreprises montrées").get_by_role(
            "link", name=name
        )
    ).to_have_attribute("aria-current", "true")


async def remove_the_saved_list(hands: Hands) -> None:
    await hands.press("link", re.compile("^Modifier ou copier la vue"))
    await hands.press("button", "Supprimer cette vue")
    await expect(hands.page.get_by_text("Vue supprimée.")).to_be_visible()


async def export_the_list(hands: Hands) -> Path:
    async with hands.page.expect_download() as coming:
        await hands.press("link", re.compile("^Excel.*liste des entreprises"))
    return await (await coming.value).path()


def names_of(file: Path) -> set[object]:
    """What the first column of a workbook holds."""
    rows = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    return {row[0] for row in rows}


async def note_a_call(hands: Hands, name: str) -> None:
    """From « Aujourd’hui », where one is again once it is noted."""
    await hands.type("Entreprise ou personne avec qui vous avez échangé", name)
    await hands.press("button", "Noter un échange")
    await heading(hands.page, "Noter un appel")
    await hands.tick("radio", "Intéressée")
    await hands.press("button", "Noter l’appel")
    await expect(hands.page.get_by_text("Appel noté.")).to_be_visible()


async def merge_the_twins(hands: Hands, kept: str, other: str) -> None:
    await the_list(hands)
    await hands.unfold("Autour des entreprises")
    await hands.press("link", "Doublons possibles")
    await hands.press("link", re.compile(f"^Comparer (?=.*{kept})(?=.*{other})"))
    await hands.tick("radio", kept)
    await hands.press("button", "Fusionner les deux fiches")
    await heading(hands.page, kept)


async def undo_the_merge(hands: Hands, other: str) -> None:
    await hands.press("link", re.compile("^Annuler la fusion d"))
    await hands.press("button", "Annuler la fusion")
    await heading(hands.page, other)


async def first_day(
    people: People,
    up: Command,
    screen: ViewportSize,
    lycees: Mapping[int, tuple[str, str, str]] = LYCEES,
) -> Hands:
    """A lycée that was just opened, and who runs its bureau."""
    digits, name, mail = lycees[screen["width"]]
    uai, data = Uai.numbered(digits), ("--data", up.arguments[-1])
    code, output = await run("lycee", "add", uai, "--name", name, "--commune", "82112", *data)
    assert code == 0, output
    account = ("account", "add", mail, "--name", "Alix Roumieu", "--role", "rbde", "--uai", uai)
    code, output = await run(*account, *data)
    assert code == 0, output
    password = output.rpartition("\u202f: ")[2]
    return Hands(await people.signed_in(mail, password, viewport=screen))


class Department:
    """The supervisor's page, opened once: what it tells of one lycée, by itself."""

    def __init__(self, page: Page, lycee: str) -> None:
        self.page, self._lycee = page, lycee

    async def shows(self, missing: int) -> None:
        """What would move what is read waits for « Afficher »."""
        row = self.page.locator("#essentiel").get_by_role("row", name=re.compile(self._lycee))
        figure = row.get_by_text(re.compile(rf"^\s*{missing}\ssur\s1"))
        waiting = self.page.get_by_role("button", name="Afficher")

        async def shown() -> bool:
            # Those there are now: one that is drawn anew meanwhile is pressed at the next look.
            await waiting.evaluate_all("all => all.forEach((one) => one.click())")
            return await figure.is_visible()

        await eventually(shown, within_seconds=PATIENCE_MS / 1000)
        assert PUPIL.split(maxsplit=1)[0].lower() not in (await self.page.content()).lower()


async def fits(hands: Hands) -> None:
    """What was done shows whole on the screen."""
    assert await hands.person.overflow() <= 0, hands.page.url


async def bring_the_lists(hands: Hands, folder: Path, where: str) -> None:
    companies, pupils = workbook(folder / "liste.xlsx", where), class_list(folder / "classe.csv")
    with hands.doing("Bring one’s own workbook"):
        await bring_the_workbook(hands, companies)
    await fits(hands)
    with hands.doing("Undo it"):
        await undo_the_workbook(hands)
    await fits(hands)
    await home(hands)
    with hands.doing("Bring a class list into an empty lycée"):
        await bring_the_class(hands, pupils)
    await fits(hands)
    with hands.doing("Undo the class list"):
        await undo_the_class(hands)
    await fits(hands)
    await home(hands)
    await bring_the_workbook(hands, companies)
    await home(hands)
    await bring_the_class(hands, pupils)


async def place_the_pupil(hands: Hands, department: Department, host: str, other: str) -> None:
    await home(hands)
    with hands.doing("Propose a host, confirm it, the department sees it"):
        await propose(hands, host)
        await confirm(hands)
        await department.shows(missing=0)
        hands.acts[hands.task] += 1  # « Afficher », which the supervisor may have to press
    await fits(hands)
    await home(hands)
    with hands.doing("Note a rupture, then a new place"):
        await open_place(hands)
        await note_the_rupture(hands)
    await department.shows(missing=1)
    await fits(hands)
    with hands.doing("Undo the rupture"):
        await undo_at_once(hands, re.compile("de nouveau confirmé"))
    await department.shows(missing=0)
    await note_the_rupture(hands)
    with hands.doing("Note a rupture, then a new place"):
        await propose(hands, other)
        await confirm(hands)
    await department.shows(missing=0)
    with hands.doing("Undo the confirmed place"):
        await undo_at_once(hands, re.compile("^Confirmation annulée"))
    await department.shows(missing=1)
    await fits(hands)


async def work_on_the_list(hands: Hands, offering: str, others: tuple[str, ...]) -> None:
    await home(hands)
    with hands.doing("Find a host for a 1re MELEC near Moissac"):
        await find_a_host(hands)
    await expect(hands.page.get_by_role("link", name=offering, exact=True)).to_be_visible()
    await fits(hands)
    with hands.doing("Save that list"):
        await save_the_list(hands, "MELEC autour de Moissac")
    with hands.doing("Export it"):
        names = names_of(await export_the_list(hands))
    assert offering in names
    assert not names.intersection(others)
    with hands.doing("Undo the saved list"):
        await remove_the_saved_list(hands)
    await fits(hands)


async def work_on_a_card(hands: Hands, name: str, twin: str, called: str) -> None:
    await home(hands)
    with hands.doing("Note a call"):
        await note_a_call(hands, called)
    await fits(hands)
    with hands.doing("Undo the call"):
        await undo_at_once(hands, "Échange retiré.")
    await home(hands)
    with hands.doing("Find a duplicate and merge it"):
        await merge_the_twins(hands, name, twin)
    await fits(hands)
    with hands.doing("Undo the merge"):
        await undo_the_merge(hands, twin)
    await fits(hands)


@pytest.mark.parametrize("screen", short_and_long([PHONE], [DESK]), ids=["phone", "desk"])
async def test_the_ten_tasks_of_a_first_morning_take_no_more_acts_than_a_spreadsheet(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    _, lycee, _ = LYCEES[screen["width"]]
    where = lycee.split()[-1]
    host, other, offering, twin = (f"{name} {where}" for name in COMPANIES)
    hands = await first_day(people, up, screen)
    supervisor = await somebody(people, up, "supervision@dsden.example", DESK)
    await bring_the_lists(hands, tmp_path, where)
    await publish_a_period(hands.page, period_running())
    await supervisor.page.goto("/departement")
    department = Department(supervisor.page, lycee)
    await department.shows(missing=1)
    await home(hands)
    await propose(hands, host)
    with hands.doing("Undo the proposal"):
        await undo_at_once(hands, "Lieu d’accueil retiré.")
    await place_the_pupil(hands, department, host, other)
    await offer_places(hands.page, offering)
    await work_on_the_list(hands, offering, (host, other, twin))
    await work_on_a_card(hands, host, twin, other)

    column = 1 if screen == PHONE else 0
    counted = {task: hands.acts[task] for task in TASKS if task not in IN_BULK}
    assert counted == {task: TASKS[task][column] for task in counted}
    assert hands.person.complaints == supervisor.complaints == []


async def class_to_place(hands: Hands, folder: Path) -> list[str]:
    """A class of 24 without a place in a period that was published, and companies at hand."""
    book = xlsxwriter.Workbook(folder / "liste.xlsx")
    sheet = book.add_worksheet("Feuil1")
    sheet.write_row(0, 0, HEADINGS)
    for row, name in enumerate(HOSTS, start=1):
        sheet.write_row(row, 0, (name, "Moissac", "05 36 49 00 21", "à revoir"))
    book.close()
    pupils = [f"Pinsonval{chr(65 + n)} Aldegonde" for n in range(24)]
    rows = "".join(f"{one.replace(' ', ';')};1MELEC\n" for one in pupils)
    (folder / "classe.csv").write_text(f"Nom;Prénom;Classe\n{rows}")
    await bring_the_workbook(hands, folder / "liste.xlsx")
    await home(hands)
    await hands.press("link", "Importer une classe")
    await hands.take("Fichier", folder / "classe.csv")
    await hands.press("button", "Voir l’aperçu")
    await hands.press("button", "Importer les élèves")
    await expect(
        hands.page.get_by_role("link", name=re.compile(pupils[0], re.IGNORECASE))
    ).to_be_visible()
    await publish_a_period(hands.page, period_ahead())
    return pupils


async def propose_to_the_class(hands: Hands, pupils: list[str]) -> None:
    """Eight companies take three pupils each; the period is reached from « Aujourd’hui »."""
    page = hands.page
    await hands.press("link", re.compile("^PFMP du"))
    await hands.press("link", re.compile("^Proposer les lieux de la classe"))
    for number, pupil in enumerate(pupils):
        line = re.compile(rf"^Lieu d’accueil de {pupil}", re.IGNORECASE)
        await hands.type(line, HOSTS[number % len(HOSTS)])
    await hands.press("button", "Enregistrer")
    await expect(page.get_by_text("24 lieux d’accueil proposés.")).to_be_visible()


async def confirm_the_class(hands: Hands) -> None:
    """All hosts agreed; then it was another class."""
    with hands.doing("Confirm the 24 places"):
        await hands.press("link", "Cocher les 24 lieux proposés")
        await expect(hands.content.get_by_role("checkbox", checked=True)).to_have_count(24)
        await hands.press("button", "Confirmer les lieux cochés")
        await expect(hands.page.get_by_text("24 lieux d’accueil confirmés.")).to_be_visible()
    await fits(hands)
    with hands.doing("Undo the 24 confirmations"):
        await undo_at_once(hands, "24 confirmations annulées")
    await fits(hands)
    await expect(hands.content.get_by_role("checkbox")).to_have_count(24)


@pytest.mark.parametrize("screen", short_and_long([PHONE], [DESK]), ids=["phone", "desk"])
async def test_a_class_of_24_is_proposed_its_places_in_fewer_acts_than_a_spreadsheet(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    hands = await first_day(people, up, screen, CLASSES)
    pupils = await class_to_place(hands, tmp_path)
    await home(hands)
    with hands.doing("Propose places to the 24 pupils of a class"):
        await propose_to_the_class(hands, pupils)
    await fits(hands)
    for name in HOSTS:
        await expect(hands.page.get_by_role("row", name=re.compile(name))).to_have_count(3)
    with hands.doing("Undo the 24 places"):
        await undo_at_once(hands, "24 lieux d’accueil retirés.")
    await fits(hands)
    await expect(hands.content.get_by_label(re.compile("^Lieu d’accueil de"))).to_have_count(24)
    await home(hands)
    await propose_to_the_class(hands, pupils)
    await confirm_the_class(hands)

    column = 1 if screen == PHONE else 0
    counted = {task: hands.acts[task] for task in IN_BULK}
    assert counted == {task: TASKS[task][column] for task in IN_BULK}
    assert hands.person.complaints == []


def test_what_each_task_takes_is_told_as_it_is_counted_and_a_spreadsheet_never_takes_less() -> None:
    told = {}
    for line in README.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) == 5 and cells[1].isdecimal():
            told[cells[0]] = tuple(map(int, cells[1:4]))

    assert told == TASKS
    assert all(max(desk, phone) <= sheet for desk, phone, sheet in TASKS.values())
