"""Lists as bureaux really keep them, in `tests/files`: each with what becomes of its lines."""

from pathlib import Path

import pytest

from services.partnerships.domain.import_row import ImportRow
from services.partnerships.storage.import_files import ImportFile, parse

FILES = Path(__file__).parents[1] / "files"


def read(name: str) -> ImportFile:
    return parse((FILES / name).read_bytes())


def lines(file: ImportFile) -> dict[int, str]:
    return {row.line: row.company.name for row in file.rows}


def by_name(file: ImportFile) -> dict[str, ImportRow]:
    return {row.company.name: row for row in file.rows}


def test_titles_totals_and_legends_are_no_companies() -> None:
    file = read("01_titres_et_total.xlsx")

    assert lines(file) == {5: "Menuiserie Tescou", 6: "GARAGE DU MOULIN", 8: "Boulangerie Pech"}
    assert [(row.line, row.reason) for row in file.refused] == [
        (9, "Ligne de total, laissée de côté."),
        (11, "Remarque sous la liste, laissée de côté."),
    ]
    first = file.rows[0]
    assert (first.site.siret, first.site.commune) == ("91234561800017", "82121")
    assert [(c.name, c.mail, c.phone) for c in first.contacts] == [
        ("Mme Lafitte", "lafitte@tescou.example", "+33536490011")
    ]


def test_numbers_a_spreadsheet_damaged_are_mended_or_refused_with_the_reason() -> None:
    file = read("02_numeros_abimes.xlsx")

    assert {name: row.site.siret for name, row in by_name(file).items()} == {
        "Scierie du Rouergue": "00541000600018",
        "Plomberie Garonne": "93456783500012",
        "Couverture Aveyron": "94567894400014",
        "Peinture Bonnette": "95678905100011",
    }
    assert by_name(file)["Scierie du Rouergue"].site.phone == "+33536490021"
    shortened, wrong = file.refused
    assert "n’a gardé que le début de ce numéro (7,33E+13)" in shortened.reason
    assert "sa clé est fausse" in wrong.reason


def test_people_kept_in_one_cell_are_several_contacts() -> None:
    file = read("03_plusieurs_personnes.xlsx")
    hotel, *residence, transports = file.rows

    assert [(c.name, c.mail, c.phone) for c in hotel.contacts] == [
        ("M. Delmas", "delmas@pontvieux.example", "+33536490031"),
        ("Mme Faure", "faure@pontvieux.example", "+33536490032"),
    ]
    assert {row.company.name for row in residence} == {"Résidence Les Tilleuls"}
    assert [row.contacts[0].name for row in residence] == [
        "Nadia Belkacem",
        "Hugo Sirven",
        "Inès Marty",
    ]
    assert transports.site.locality == "Montauban / Caussade"
    assert transports.remarks == (
        "plusieurs communes dans une même case\u202f: à préciser sur la fiche",
        "2 contacts dans une même case",
    )


def test_the_sheet_that_is_a_list_is_found_and_the_others_are_told() -> None:
    file = read("04_plusieurs_feuilles.xlsx")

    assert (file.sheet, file.unread_sheets) == ("Entreprises", ("Lisez-moi", "Taxe 2026"))
    assert lines(file) == {4: "Ateliers du Lendou", 5: "Pépinières d’Autan"}


def test_a_workbook_of_an_old_excel_is_read() -> None:
    file = read("05_ancien_excel.xls")

    assert [(row.contacts[0].name, row.contacts[0].phone) for row in file.rows] == [
        ("Luc CAPELLE", "+33536490051"),
        ("Jeanne ROUX", "+33536490052"),
    ]


def test_a_text_of_windows_with_headings_on_each_printed_page_is_read() -> None:
    file = read("06_cp1252.csv")

    assert lines(file) == {
        4: "Ébénisterie Œuvre d’Été",
        5: "Charpente Ségala",
        8: "Parquets Verdier",
    }
    assert not file.refused


def test_commas_line_breaks_and_formulas_in_cells_are_understood() -> None:
    file = read("07_virgules.csv")

    assert lines(file) == {5: "Savonnerie Arrats"}
    assert not file.rows[0].contacts
    (refused,) = file.refused
    assert (refused.line, refused.name) == (2, "Traiteur, Maison Lomagne")
    assert refused.reason == "L’adresse mail n’est pas valable."


def test_what_excel_calls_unicode_text_is_read() -> None:
    file = read("08_texte_unicode.tsv")

    assert [(row.line, row.site.siret, row.company.naf) for row in file.rows] == [
        (3, "92233445300011", "18.12Z"),
        (4, "92233445300011", "18.12Z"),
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("0*")))
def test_no_line_of_a_real_file_is_lost(name: str) -> None:
    file = read(name)
    told = [*(row.line for row in file.rows), *(row.line for row in file.refused)]

    assert len(told) == len(set(told)) > 0
