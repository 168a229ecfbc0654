"""What a workbook hides: rows a filter leaves out, columns, sheets. None is read unsaid."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

from services.partnerships.import_files.store.files import parse
from services.partnerships.import_rows.model.answers import Doubt
from tests.partnerships.browsing import Answer, Browser, forms_of

URL = "/entreprises/import"
HEADINGS = ("Entreprise", "Ville", "Téléphone")
COMPANIES = [(f"Bois Vert {n}", "Moissac", f"05 36 49 61 0{n}") for n in range(1, 6)]
"""On the rows 2 to 6."""


def hiding(
    *,
    rows: Sequence[int] = (),
    columns: Sequence[int] = (),
    sheets: Sequence[str] = (),
    lists: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> bytes:
    """A workbook that hides these rows, as a spreadsheet numbers them, columns and sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, lines in (lists or {"Liste & suivi": COMPANIES}).items():
            sheet = book.add_worksheet(name)
            for at, cells in enumerate((HEADINGS, *lines)):
                sheet.write_row(at, 0, cells)
            for row in rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for column in columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            if name in sheets:
                sheet.hide()
    return content.getvalue()


async def looks_at(browser: Browser, content: bytes) -> Answer:
    sent = await browser.sends(URL, URL, file=("liste.xlsx", content))
    return await browser.follows(sent)


async def answers(browser: Browser, page: Answer, **about: str) -> Answer:
    here = f"{page.url.path}/reponses"
    [pressed] = [one for one in forms_of(page, here) if one.values.items() >= about.items()]
    sent = await browser.sends(page, here, {"line": "", **pressed.values})
    return await browser.follows(sent)


async def test_hidden_rows_are_announced_and_left_aside_unless_somebody_says_so(
    browser: Browser,
) -> None:
    page = await looks_at(browser, hiding(rows=[3, 5, 6]))

    assert "3\u00a0lignes sont masquées dans votre classeur (lignes 3, 5 et 6)" in page.text
    assert "Importer 2\u00a0lignes" in page.text

    one = await answers(browser, page, line="3", answer="creer")
    page = await browser.opens(page.url.path)
    assert "2\u00a0lignes sont masquées dans votre classeur (lignes 5 et 6)" in one.text
    assert "Importer 3\u00a0lignes" in page.text

    every = await answers(browser, page, question="hidden", answer="creer")
    assert "masquées dans votre classeur" not in every.text
    assert "Importer 5\u00a0lignes" in (await browser.opens(page.url.path)).text


async def test_a_hidden_row_nobody_answers_for_is_given_back(browser: Browser) -> None:
    page = await looks_at(browser, hiding(rows=[4]))
    assert "Une ligne est masquée dans votre classeur (ligne 4)" in page.text

    await browser.sends(page, f"{page.url.path}/confirmation")

    left = await browser.opens(f"{page.url.path}/lignes-rejetees.csv")
    assert "Bois Vert 3" in left.text
    assert "masquée" in left.text


def test_what_else_is_asked_about_a_hidden_row_says_that_it_is_hidden() -> None:
    lines = [*COMPANIES, ("à trouver", "Moissac", "05 36 49 61 09")]

    read = parse(hiding(rows=[7], lists={"Liste": lines}))

    [asked] = [row for row in read.rows if row.doubt]
    assert "ne dit pas quelle entreprise" in asked.asked
    assert "masquée" in asked.asked


async def test_hidden_columns_are_read_and_named(browser: Browser) -> None:
    page = await looks_at(browser, hiding(columns=[2]))

    assert "Colonne masquée dans votre classeur, lue comme les autres\u00a0: Téléphone" in page.text
    columns = await browser.opens(f"{page.url.path}/colonnes")
    assert "Masquée dans votre classeur." in columns.text


async def test_a_hidden_sheet_is_read_only_where_no_other_is_a_list(browser: Browser) -> None:
    former = [("Scierie", "Moissac", "05 36 49 61 11"), ("Tuilerie", "Moissac", "05 36 49 61 12")]
    both = hiding(sheets=["Anciennes"], lists={"Liste": COMPANIES[:1], "Anciennes": former})

    page = await looks_at(browser, both)

    assert "Bois Vert 1" in page.text
    assert "Lire la feuille «\u00a0Anciennes\u00a0» (masquée)" in page.text
    sent = await browser.sends(page, f"{page.url.path}/feuille", {"sheet": "Anciennes"})
    other = await browser.follows(sent)
    assert (
        "La feuille «\u00a0Anciennes\u00a0», qui est lue, est masquée dans votre classeur"
        in other.text
    )


def test_a_file_that_hides_nothing_asks_nothing() -> None:
    read = parse(hiding())

    assert not any(row.doubt for row in read.rows)
    assert not any(column.hidden for column in read.columns)


def test_rows_a_filter_leaves_out_of_an_open_document_are_asked_about() -> None:
    def row(name: str, told: str = "") -> str:
        cells = "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
            for text in (name, "Moissac")
        )
        return f"<table:table-row{told}>{cells}</table:table-row>"

    rows = (
        row("Entreprise").replace("Moissac", "Ville"),
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
        row("Bois Vert"),
        row("Scierie", ' table:visibility="filter"'),
        row("Tuilerie", ' table:visibility="collapse"'),
    )
    names = ("office", "table", "text")
    declared = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{declared}><office:body>'
            f'<office:spreadsheet><table:table table:name="Liste">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )

    read = parse(content.getvalue())

    assert [(r.line, r.company.name) for r in read.rows if r.doubt is Doubt.HIDDEN] == [
        (5, "Scierie"),
        (6, "Tuilerie"),
    ]
    assert [row.company.name for row in read.rows if not row.doubt] == ["Bois Vert"]
