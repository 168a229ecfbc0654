"""Reading lists as they come: encodings, headings in any order, broken rows, hostile files."""

import pytest

from contracts.partnerships.companies import Diffusion, ImportSource, LegalForm
from services.chassis.files.reader_process import FILE_BYTES_MAX
from services.chassis.files.tables import ImportFileRefused
from services.partnerships.import_files.store import files
from services.partnerships.import_files.store.files import parse, read_import
from tests.partnerships.files import FULL, bomb, csv_of, holding, with_entities, workbook


def test_a_workbook_is_read_with_everything_it_says() -> None:
    (row,) = parse(workbook(FULL)).rows

    assert (row.line, row.company.name, row.company.siren) == (2, FULL[0], FULL[2])
    assert (row.company.legal_form, row.company.diffusion) == (LegalForm.COMPANY, Diffusion.FULL)
    assert (row.site.siret, row.site.commune, row.site.postcode) == (FULL[1], "82121", "82000")
    assert row.contacts
    assert (row.contacts[0].name, row.contacts[0].phone) == ("Anne Verdier", "+33536490001")
    assert row.site.phone is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_encoding(encoding: str, delimiter: str) -> None:
    name = "Forge de l’Été – Œuvre"
    read = parse(csv_of((name, *FULL[1:]), encoding=encoding, delimiter=delimiter))

    assert read.source is ImportSource.CSV
    assert read.rows[0].company.name == name


def test_headings_come_in_any_order_with_others_beside() -> None:
    headings = ("Observations", "VILLE", "Siret ", "Entreprise")
    (row,) = parse(
        csv_of(("à revoir", "st-porquier", FULL[1], "Bois Vert"), headings=headings)
    ).rows

    assert (row.company.name, row.site.siret, row.site.commune) == ("Bois Vert", FULL[1], "82171")


def test_headings_are_found_below_a_title() -> None:
    content = b"Mes entreprises 2026\r\n\r\n" + csv_of(FULL, encoding="utf-8")

    assert parse(content).rows[0].line == 4


def test_a_number_a_spreadsheet_mangled_is_mended() -> None:
    cells = ("Bois Vert", 73282932000074.0, 732829320.0, "4332A", "", 82000.0, "Moissac")
    lost_zero = ("Scierie", "", "05410006", "", "", "1000", "Agen", "", "", "", "", "", 536490001.0)
    (row, other) = parse(workbook(cells, lost_zero)).rows

    assert (row.site.siret, row.company.siren, row.company.naf) == (FULL[1], FULL[2], "43.32A")
    assert (other.company.siren, other.site.postcode) == ("005410006", "01000")
    assert (other.site.phone, other.site.locality) == ("+33536490001", "Agen")


def test_a_bad_row_is_refused_with_every_reason_and_stops_no_other() -> None:
    bad = ("", "73282932000075", "", "25", "", "820", "", "", "", "X", "", "pas-un-mail", "12")
    apart = ("Bois Vert", FULL[1], "005410006")
    read = parse(workbook(bad, FULL, apart))

    assert [row.line for row in read.rows] == [3, 4]
    (first,) = read.refused
    for said in ("raison sociale manque", "SIRET", "NAF", "postal", "mail", "téléphone"):
        assert said in first.reason
    asked = read.rows[1]
    assert "ne vont pas ensemble" in asked.asked
    assert (asked.siren, asked.site.siret) == (None, None)


def test_a_legal_form_in_doubt_stays_unknown() -> None:
    rows = [(f"N {i}", "", "", "", "", "", "", form, "peut-être") for i, form in enumerate(FORMS)]
    read = parse(workbook(*rows))

    assert [row.company.legal_form for row in read.rows] == list(FORMS.values())
    assert {row.company.diffusion for row in read.rows} == {Diffusion.UNKNOWN}


FORMS = {
    "SAS, société par actions simplifiée": LegalForm.COMPANY,
    "Entrepreneur individuel": LegalForm.SOLE_TRADER,
    "Association loi 1901": LegalForm.ASSOCIATION,
    "Mairie": LegalForm.PUBLIC,
    "5499": LegalForm.COMPANY,
    "1000": LegalForm.SOLE_TRADER,
    "9220": LegalForm.ASSOCIATION,
    "à préciser": LegalForm.UNKNOWN,
    "": LegalForm.UNKNOWN,
}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (csv_of(), "aucune entreprise"),
        (workbook(), "aucune entreprise"),
        (b"PK\x03\x04 not a workbook at all", "n’a pas pu être lu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "n’a pas pu être lu"),
        (b"%PDF-1.7 " + b"\x00" * 64, "n’a pas pu être lu"),
        (bomb(), "trop volumineux"),
        (b"a" * (FILE_BYTES_MAX + 1), "10\u00a0Mo"),
        (holding("xl/vbaProject.bin"), "contient des macros"),
        (holding("xl/externalLinks/externalLink1.xml"), "dans d’autres fichiers"),
        (holding("xl/connections.xml"), "dans d’autres fichiers"),
        (b"Raison sociale" + b";x" * 1_000_000, "300 colonnes"),
    ],
    ids=[
        "empty",
        "csv-only-headings",
        "xlsx-only-headings",
        "zip",
        "xls",
        "pdf",
        "bomb",
        "too-big",
        "macros",
        "links",
        "connections",
        "columns",
    ],
)
async def test_a_file_that_is_no_list_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ImportFileRefused, match=said):
        await read_import(content)


LAUGHS = "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "x"),
        ('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "x"),
        ('<!ENTITY x "Entreprise cachée">', "x"),
        ('<!ENTITY x0 "ha">' + LAUGHS, "x9"),
    ],
    ids=["a file of ours", "another machine", "a text", "a billion laughs"],
)
async def test_nothing_a_workbook_declares_is_put_in_place_of_a_cell(
    declared: str, name: str
) -> None:
    """Entities of XML: what is outside the file is not fetched, what is inside is not unfolded."""
    content = with_entities(declared, name)
    try:
        read = await read_import(content)
    except ImportFileRefused:
        return
    said = repr(read)
    assert "root:" not in said
    assert "Entreprise cachée" not in said
    assert "haha" not in said


def test_a_list_that_never_ends_is_refused() -> None:
    with pytest.raises(ImportFileRefused, match="coupez-le"):
        parse(csv_of(*[(f"Entreprise {i}",) for i in range(files.ROWS_MAX + 1)]))


async def test_a_number_of_another_country_is_read_apart_too() -> None:
    content = csv_of(
        ("Bois Vert", "Montauban", "+32 2 555 12 12"), headings=("Nom", "Commune", "Téléphone")
    )

    (row,) = (await read_import(content)).rows

    assert row.site.phone == "+3225551212"
