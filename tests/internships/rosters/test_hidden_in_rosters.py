"""What the workbook of a class list hides is announced: rows are asked about, columns and sheets named."""

import io
from collections.abc import Sequence

import xlsxwriter

from services.internships.roster_files.store import parse
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
HEADINGS = ("Nom", "Prénom", "Classe", "Date de sortie")
ROWS = (
    ("ROUX", "Tom", "2ELEC", ""),
    ("PONS", "Zoé", "2ELEC", ""),
    ("VIDAL", "Inès", "2ELEC", ""),
)
BEFORE = (HEADINGS, ("GALY", "Paul", "2ELEC", ""))


def book(
    rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS),
    *,
    hidden: Sequence[int] = (),
    column: str = "",
    before: bool = False,
) -> bytes:
    """A class list; `hidden` rows from 1, a hidden `column`, and a hidden sheet of the year before."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as written:
        sheet = written.add_worksheet("Élèves")
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, cells)
        for row in hidden:
            sheet.set_row(row - 1, options={"hidden": True})
        if column:
            sheet.set_column(f"{column}:{column}", options={"hidden": True})
        if before:
            old = written.add_worksheet("An dernier")
            for at, cells in enumerate(BEFORE):
                old.write_row(at, 0, cells)
            old.hide()
    return file.getvalue()


async def previewed(bureau: Visitor, content: bytes) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": ("eleves.xlsx", content, "application/zip")})


async def names(lycee: Lycee) -> list[str]:
    rows = await lycee.superuser.fetch("SELECT last_name FROM pupils ORDER BY last_name")
    return [row["last_name"] for row in rows]


async def test_a_hidden_row_is_asked_about_and_left_aside_without_an_answer(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    content = book(hidden=(3, 4))

    page = await previewed(bureau, content)
    assert "2 lignes sont masquées dans votre classeur (lignes 3 et 4)" in page.text
    assert "Cette ligne est masquée dans votre classeur." in page.text

    done = await bureau.send(page.form(IMPORT), deciding=["3:aside", "4:other"])
    assert "2 élèves ajoutés" in done.text
    assert "1 ligne laissée de côté" in done.text
    assert await names(lycee) == ["MARTIN", "ROUX", "VIDAL"]


async def test_one_answer_is_given_for_all_the_rows_that_are_hidden(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("ROUX Tom 2ELEC", classes={"2ELEC": formation})

    page = await previewed(bureau, book(hidden=(2, 3, 4)))
    # Who is recorded already is there, whatever the workbook shows.
    assert "(lignes 2, 3 et 4)" in page.text
    done = await bureau.send(page.form(IMPORT), unseen="true")

    assert "2 élèves ajoutés, 1 déjà là" in done.text
    assert await names(lycee) == ["PONS", "ROUX", "VIDAL"]


async def test_a_hidden_homonym_stays_aside_unless_somebody_says_who_it_is(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    headings = ("Nom", "Prénom", "Classe", "Né(e) le")
    known = ("ROUX", "Tom", "1ELEC", "04/02/2010")
    form = (await previewed(bureau, book((headings, known)))).form(IMPORT)
    await bureau.send(form, following=f"1elec:{formation}")

    shown = ("PONS", "Zoé", "1ELEC", "")
    other = ("ROUX", "Tom", "1ELEC", "14/05/2011")
    page = await previewed(bureau, book((headings, known, shown, other), hidden=(4,)))
    assert "Cette ligne est masquée dans votre classeur." in page.text
    done = await bureau.send(page.form(IMPORT))

    assert "1 élève ajouté, 1 déjà là, 1 ligne laissée de côté" in done.text


async def test_hidden_columns_and_sheets_are_named(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})

    page = await previewed(bureau, book(column="D", before=True))

    assert "Colonne masquée dans votre classeur, lue comme les autres : Date de sortie" in page.text
    assert "Feuille masquée dans votre classeur, non lue : An dernier" in page.text
    assert "GALY" not in page.text


def test_a_hidden_sheet_is_read_where_no_other_one_is_a_list() -> None:
    read = parse(book(rows=(("Sommaire",),), before=True))
    assert read.roster is not None
    assert [row.last_name for row in read.roster.rows] == ["GALY"]
    assert read.unseen == (
        "Feuille masquée dans votre classeur, lue comme les autres\u00a0: An dernier",
    )


async def test_a_row_of_a_second_sheet_is_told_as_a_spreadsheet_numbers_it(bureau: Visitor) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as written:
        for name in ("2ELEC", "1ELEC"):
            sheet = written.add_worksheet(name)
            for at, cells in enumerate(
                (HEADINGS, ("ROUX", "", name, ""), ("PONS", name, name, ""))
            ):
                sheet.write_row(at, 0, cells)

    page = await previewed(bureau, file.getvalue())

    assert "Feuille 2, ligne 2 : Prénom manquant" in page.text
    assert "1000002" not in page.text.split("Lignes illisibles")[1].split("</ul>")[0]
