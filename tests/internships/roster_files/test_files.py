"""Reading rosters as lycées export them."""

import io

import pytest
import xlsxwriter

from services.chassis.files.tables import ImportFileRefused
from services.internships.roster_files.model.file import BadRow, Roster, RosterRow
from services.internships.roster_files.store import parse as parse_file
from services.internships.roster_files.store import read_roster

LEA = RosterRow(2, "D’ALMEIDA", "Léa", "2ELEC")
TEXT = "Nom;Prénom;Classe\r\nD’ALMEIDA;Léa;2ELEC\r\n"


def parse(content: bytes) -> Roster:
    roster = parse_file(content).roster
    assert roster is not None
    return roster


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert parse(TEXT.encode(encoding)).rows == (LEA,)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_delimiter_is_read(delimiter: str) -> None:
    assert parse(TEXT.replace(";", delimiter).encode()).rows == (LEA,)


def test_headings_are_found_in_any_order_below_a_title() -> None:
    text = (
        "Export du 24/11/2026;;;\n\n"
        "DIVISION;Date de naissance;PRENOM;Nom de famille\n"
        "2ELEC;01/02/2010;Léa;D’ALMEIDA\n"
    )
    assert parse(text.encode()).rows == (
        RosterRow(4, "D’ALMEIDA", "Léa", "2ELEC", born="2010-02-01"),
    )


def test_a_workbook_is_read_and_a_class_that_looks_like_a_number_stays_whole() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Prénom", "Classe"])
        sheet.write_row(1, 0, ["ROUX", "Tom", 201])
    assert parse(file.getvalue()).rows == (RosterRow(2, "ROUX", "Tom", "201"),)


def test_bad_rows_are_left_out_and_never_stop_the_others() -> None:
    text = (
        f"Nom;Prénom;Classe\nROUX;;2ELEC\n{'X' * 201};Tom;2ELEC\n;;\nVIDAL;Inès;2ELEC\nPONS;Zoé\n"
    )
    roster = parse(text.encode())
    assert roster.rows == (RosterRow(5, "VIDAL", "Inès", "2ELEC"),)
    assert roster.bad == (
        BadRow(2, "Prénom manquant"),
        BadRow(3, "Nom trop long"),
        BadRow(6, "Classe manquante"),
    )


def test_a_cell_with_a_line_break_does_not_shift_the_lines() -> None:
    text = 'Nom;Prénom;Classe\n"ROUX\nDUPUY";Tom;2ELEC\nVIDAL;Inès;2ELEC\n'
    rows = parse(text.encode()).rows
    assert [(row.line, row.last_name) for row in rows] == [(2, "ROUX DUPUY"), (4, "VIDAL")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a workbook",
        b"Nom;Pr\xe9nom;Classe\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"Nom;" + b"x" * 2_000_000,
        b"Nom;Pr\xe9nom;Classe\n" + b"A;B;C\n" * 3_001,
    ],
    ids=["empty", "broken zip", "no pupil", "image", "too big", "too long"],
)
async def test_a_file_that_is_no_roster_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(ImportFileRefused) as refused:
        await read_roster(content)
    assert refused.value.field == "file"
