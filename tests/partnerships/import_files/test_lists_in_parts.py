"""One list in several tables: a sheet for each formation, two periods side by side."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from services.partnerships.import_desk.pages.imports import understood
from services.partnerships.import_files.store.files import ImportFile, parse
from tests.partnerships.browsing import Browser
from tests.partnerships.files import csv_of
from tests.partnerships.world import Bureau

Rows = Sequence[Sequence[str]]
URL = "/entreprises/import"
HEADINGS = ("Entreprise", "Ville", "Contact")
MELEC = (("Suivi",), HEADINGS, ("Bois Vert", "Moissac", "Anne Verdier"), ("TOTAL", "1"))
ASSP = (
    ("Contact", "Entreprise", "Ville"),
    ("Luc Cros", "EHPAD Les Glycines", "Moissac"),
    ("Jeanne Roux", "Bois Vert", "Moissac"),
)


def book(sheets: Mapping[str, Rows]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    return file.getvalue()


def companies(read: ImportFile) -> list[str]:
    return [" · ".join(filter(None, (row.company.name, understood(row)))) for row in read.rows]


def test_sheets_with_the_same_headings_are_read_as_one_list_and_keep_their_name() -> None:
    read = parse(book({"MELEC": MELEC, "ASSP": ASSP, "Notes": (("à faire",),)}))

    assert companies(read) == [
        "Bois Vert · Moissac · Anne Verdier · Feuille\xa0: MELEC",
        "EHPAD Les Glycines · Moissac · Luc Cros · Feuille\xa0: ASSP",
        "Bois Vert · Moissac · Jeanne Roux · Feuille\xa0: ASSP",
    ]
    assert read.settled
    assert (read.sheet, read.along, read.unread_sheets) == ("MELEC", ("ASSP",), ("Notes",))
    assert [row.reason for row in read.refused] == ["Ligne de total, laissée de côté."]


def test_a_sheet_without_a_name_of_its_own_is_no_note() -> None:
    read = parse(book({"Feuil1": MELEC, "Feuil2": ASSP}))
    assert companies(read)[0] == "Bois Vert · Moissac · Anne Verdier"
    assert len(read.rows) == 3


def test_a_sheet_with_other_headings_or_wanted_alone_is_read_alone() -> None:
    others = (("Entreprise", "Ville", "Maître de stage"), ("Scierie", "Moissac", "Luc Cros"))
    read = parse(book({"MELEC": MELEC, "ASSP": others}))
    assert (len(read.rows), read.along, read.unread_sheets) == (1, (), ("ASSP",))

    alone = parse(book({"MELEC": MELEC, "ASSP": ASSP}), wanted="ASSP")
    assert companies(alone)[0] == "EHPAD Les Glycines · Moissac · Luc Cros"
    assert (alone.along, alone.unread_sheets) == ((), ("MELEC",))


def test_two_periods_side_by_side_are_two_tables() -> None:
    """The table of a PFMP that has the host of each period beside the other."""
    headings = ("CLASSE", "NOM", "PRÉNOM", *(("Entreprise", "Ville", "Tuteur", "Visite") * 2))
    first = ("1MCV", "ROUX", "Tom", "Bois Vert", "Moissac", "Mme Vidal", "OK")
    read = parse(
        csv_of(
            (*first, "Scierie", "Montauban", "M. Cros", ""),
            ("1MCV", "FABRE", "Inès", "", "", "", "", "Bois Vert", "Moissac", "Mme Galy", "tél"),
            headings=headings,
        )
    )

    assert [(column.name, column.field) for column in read.columns if not column.sure] == [
        ("NOM", None),
        ("PRÉNOM", None),
        ("Visite", None),
    ]
    assert companies(read) == [
        "Bois Vert · Moissac · Mme Vidal",
        "Scierie · Montauban · M. Cros",
        "Bois Vert · Moissac · Mme Galy",
    ]
    assert read.refused == ()
    assert "ROUX" not in str([row.to_json() for row in read.rows])


def test_headings_of_two_groups_are_one_table() -> None:
    groups = ("ENTREPRISE", "", "", "CONTACT", "", "")
    headings = ("Nom", "Tél", "Mail", "Nom", "Tél", "Mail")
    row = ("Bois Vert", "05 36 49 63 01", "accueil@bois.example", "Anne Verdier", "05 36 49 63 02")
    read = parse(csv_of(headings, (*row, "a@bois.example"), headings=groups))
    assert [row.company.name for row in read.rows] == ["Bois Vert"]


async def test_all_of_it_is_recorded_corrected_and_found_again_by_a_second_file(
    bureau: Bureau, browser: Browser
) -> None:
    content = book({"MELEC": MELEC, "ASSP": ASSP})
    page = await browser.follows(await browser.sends(URL, URL, file=("suivi.xlsx", content)))
    assert (
        "Les feuilles «\u00a0MELEC\u00a0» et «\u00a0ASSP\u00a0» ont les mêmes titres" in page.text
    )
    assert "2 du tableau 2" in page.text
    assert "Lire seulement la feuille «\u00a0ASSP\u00a0»" in page.text

    corrected = await browser.opens(f"{page.url.path}/lignes/2000002")
    sent = await browser.sends(corrected, corrected.url.path, {"phone": "05 36 49 63 03"})
    page = await browser.follows(sent)
    assert "05 36 49 63 03" in page.text
    assert "Feuille\u00a0: ASSP" in page.text
    done = await browser.follows(await browser.sends(page, f"{page.url.path}/confirmation"))
    assert "EHPAD Les Glycines" in done.text

    again = await browser.follows(await browser.sends(URL, URL, file=("suivi.xlsx", content)))
    assert "Aucune ligne n’apporte rien de nouveau" in again.text
    chosen = f"{again.url.path}/feuille"
    alone = await browser.follows(await browser.sends(again, chosen, {"sheet": "ASSP"}))
    assert "Seule la feuille «\u00a0ASSP\u00a0» est lue" in alone.text


def test_sheets_named_after_people_are_no_notes() -> None:
    read = parse(book({"MARTIN Enzo": MELEC, "DURAND Lina": ASSP}))
    assert len(read.rows) == 3
    assert not any(row.besides.notes for row in read.rows)


def test_sheets_named_after_formations_towns_or_years_are_notes() -> None:
    for names in (("MELEC Moissac", "2MTNE"), ("Moissac", "Saint-Paul"), ("2025", "Bac Pro")):
        read = parse(book(dict(zip(names, (MELEC, ASSP), strict=True))))
        assert read.rows[0].besides.notes == (f"Feuille\xa0: {names[0]}",)
