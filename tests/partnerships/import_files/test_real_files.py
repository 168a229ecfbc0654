"""Lists as bureaux really keep them, in `tests/files`: each with what becomes of its lines."""

from uuid import UUID

import pytest

from contracts.elision import elided
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_files.store.files import ImportFile, parse
from services.partnerships.import_rows.model.row import ImportRow
from tests.partnerships.files import FILES
from tests.partnerships.world import Bureau

BAD_MAIL = "adresse mail non valable, gardée en note"


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


def test_numbers_a_spreadsheet_damaged_are_mended_or_asked_about_with_the_reason() -> None:
    file = read("02_numeros_abimes.xlsx")

    assert {name: row.site.siret for name, row in by_name(file).items()} == {
        "Scierie du Rouergue": "00541000600018",
        "Plomberie Garonne": "93456783500012",
        "Couverture Aveyron": "94567894400014",
        "Peinture Bonnette": "95678905100011",
        "Électricité Cadours": None,
        "Carrelage Lère": None,
    }
    assert by_name(file)["Scierie du Rouergue"].site.phone == "+33536490021"
    shortened, wrong = (row.asked for row in file.rows if row.waits)
    assert "n’a gardé que le début de ce numéro (7,33E+13)" in shortened
    assert "sa clé est fausse" in wrong


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

    assert lines(file) == {2: "Traiteur, Maison Lomagne", 5: "Savonnerie Arrats"}
    assert BAD_MAIL in file.rows[0].remarks
    assert not file.rows[1].contacts
    assert file.rows[1].site.mail == "contact@arrats.example"


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


CREATED = "nouvelle entreprise"
ZEROS = "zéros perdus au début du SIRET remis\u202f: vérifiez-le"
TWO_PEOPLE = "2 contacts dans une même case"
ANOTHER = "Résidence Les Tilleuls\u00a0: contact ajouté"
VERDICTS: dict[str, dict[int, tuple[str, str]]] = {
    "01_titres_et_total.xlsx": {
        5: ("created", CREATED),
        6: ("created", CREATED),
        8: ("created", CREATED),
        9: ("rejected", "Ligne de total, laissée de côté."),
        11: ("rejected", "Remarque sous la liste, laissée de côté."),
    },
    "02_numeros_abimes.xlsx": {
        2: ("created", f"{CREATED}\u202f; {ZEROS}"),
        3: ("created", CREATED),
        4: (
            "asked",
            (
                "Le tableur n’a gardé que le début de ce numéro (7,33E+13)\u202f: mettez la colonne au"
                " format Texte et saisissez-le de nouveau."
            ),
        ),
        5: ("created", CREATED),
        6: ("created", CREATED),
        7: (
            "asked",
            "Ce numéro SIRET n’existe pas (sa clé est fausse)\u202f: vérifiez les chiffres.",
        ),
    },
    "03_plusieurs_personnes.xlsx": {
        2: ("created", f"{CREATED}\u202f; {TWO_PEOPLE}"),
        3: ("created", CREATED),
        4: ("updated", ANOTHER),
        5: ("updated", ANOTHER),
        6: (
            "created",
            (
                f"{CREATED}\u202f; plusieurs communes dans une même case\u202f: à préciser sur la"
                f" fiche\u202f; {TWO_PEOPLE}"
            ),
        ),
    },
    "04_plusieurs_feuilles.xlsx": {4: ("created", CREATED), 5: ("created", CREATED)},
    "05_ancien_excel.xls": {2: ("created", CREATED), 3: ("created", CREATED)},
    "06_cp1252.csv": {
        4: ("created", f"{CREATED}\u202f; note ajoutée"),
        5: ("created", CREATED),
        8: ("created", f"{CREATED}\u202f; note ajoutée"),
    },
    "07_virgules.csv": {
        2: ("created", f"{CREATED}\u202f; note ajoutée\u202f; {BAD_MAIL}\u202f; {TWO_PEOPLE}"),
        5: ("created", CREATED),
    },
    "08_texte_unicode.tsv": {
        3: ("created", CREATED),
        4: ("duplicate", "doublon de la ligne 3"),
    },
}


async def verdicts(bureau: Bureau, import_id: UUID) -> dict[int, tuple[str, str]]:
    shown = await bureau.do(read_import_card, import_id)
    return {line.line: (line.verdict.value, line.reason) for line in shown.lines}


def test_each_real_file_has_its_verdicts() -> None:
    assert set(VERDICTS) == {path.name for path in FILES.glob("0*")}


def left_if_asked(verdict: str, reason: str) -> tuple[str, str]:
    """What becomes of a line when nobody answers."""
    if verdict != "asked":
        return verdict, reason
    return "rejected", f"Laissée de côté sans réponse. {reason}"


@pytest.mark.parametrize("name", VERDICTS)
async def test_each_line_of_a_real_file_becomes_what_was_told(bureau: Bureau, name: str) -> None:
    import_id = await bureau.looks_at(read(name))
    told = await verdicts(bureau, import_id)
    assert told == VERDICTS[name]

    await bureau.confirms(import_id)
    done = await verdicts(bureau, import_id)
    assert done == {line: left_if_asked(*one) for line, one in told.items()}, "it does what it said"


@pytest.mark.parametrize("name", VERDICTS)
async def test_a_real_file_imported_again_brings_nothing(bureau: Bureau, name: str) -> None:
    file = read(name)
    names = {row.line: row.company.name for row in file.rows if not row.waits}
    await bureau.confirms(await bureau.looks_at(file))

    again = await verdicts(bureau, await bureau.looks_at(file))
    assert {line: told for line, told in again.items() if line in names} == {
        line: ("duplicate", f"doublon {elided(company)}") for line, company in names.items()
    }
