"""Every filled cell of a class list ends in a field, a remark, a question, or is counted as left aside."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tests
from services.chassis.files.tables import ImportFileRefused, tables_in
from services.internships.roster_files.model.file import BadRow, Roster
from services.internships.roster_files.store import parse, read_roster
from tests.internships.roster_files.messy import by_hand, pronote, siecle
from tests.internships.rosters.test_hidden_in_rosters import book

FILES = Path(tests.__file__).parent / "files"
FIXTURES = {path.name: path.read_bytes() for path in sorted(FILES.glob("classes_*"))} | {
    "pronote": pronote(),
    "siecle": siecle(),
    "by hand": by_hand(),
    "hidden": book(hidden=(3,), column="D", before=True),
}
FIELDS = {
    "Nom": ("last_name",),
    "Prénom": ("first_name",),
    "Classe": ("class_label",),
    "Né(e) le": ("born",),
    "Ville": ("commune",),
    "CP": ("commune",),
    "Date de sortie": ("left",),
    "Mél responsable": ("mail_1", "mail_2"),
    "Email élève": ("own_mail",),
}
"""Headings that are read, and where what they hold is found again."""
ASIDE = ("Téléphone", "Transport", "Nom d’usage", "Date et lieu de naissance", "Mail", "Note", "")
CELLS = (
    *("", "ROUX", "Tom", "2ELEC", "x", "12/03/2010", "Moissac", "82200", "hier", "06 00", "12"),
    *("tom.roux@mail.example", "mere@mail.example", "a@mail.example; b@mail.example", "= 3", "?"),
)


def filled(content: bytes) -> int:
    return sum(
        bool(cell.strip()) for sheet in tables_in(content) for _, row in sheet.rows for cell in row
    )


def accounted(roster: Roster) -> int:
    return roster.read + sum(one.cells for one in roster.aside)


@pytest.mark.parametrize("name", FIXTURES)
async def test_the_cells_of_a_list_are_those_read_and_those_left_aside(name: str) -> None:
    read = await read_roster(FIXTURES[name])
    assert read.roster is not None
    assert accounted(read.roster) == filled(FIXTURES[name])


@st.composite
def lists(draw: st.DrawFn) -> list[list[str]]:
    """A table with the headings of a class list in any order, among others, and what people put there."""
    more = draw(st.lists(st.sampled_from((*FIELDS, *ASIDE)), max_size=8))
    unique = [h for at, h in enumerate(more) if h in ASIDE or h not in more[:at]]
    known = [h for h in ("Nom", "Prénom", "Classe") if h not in unique]
    headings = draw(st.permutations([*known, *unique]))
    row = st.tuples(*(st.sampled_from(CELLS) for _ in [*headings, "beyond"])).map(list)
    above = draw(st.sampled_from(([], [["Liste du lycée", "imprimée"]], [["Édition"], []])))
    return [*above, headings, *draw(st.lists(row, min_size=1, max_size=6))]


def written(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode()


@settings(deadline=None)
@given(lists())
def test_what_a_cell_holds_is_found_again_or_its_column_is_counted(table: list[list[str]]) -> None:
    headings = next(row for row in table if {"Nom", "Prénom", "Classe"} <= set(row))
    try:
        roster = parse(written(table)).roster
    except ImportFileRefused:  # nobody at all is named
        return
    assert roster is not None
    assert accounted(roster) == filled(written(table))
    rows = {row.line: row for row in roster.rows}
    told = {one.line for one in (*roster.bad, *roster.unsure)}
    aside = [0] * (len(headings) + 1)
    for line, cells in enumerate(table, start=1):
        for at, cell in enumerate(cells if line in rows else ()):
            heading = headings[at] if at < len(headings) else ""
            if heading in FIELDS:
                values = [getattr(rows[line], name) for name in FIELDS[heading]]
                assert any(values) or line in told or not cell, (heading, cell)
            else:
                aside[at] += bool(cell)
    counted = {one.index: one.cells for one in roster.aside if one.where != "Hors du tableau"}
    assert counted == {at: cells for at, cells in enumerate(aside) if cells}


def read(text: str) -> Roster:
    roster = parse(text.encode()).roster
    assert roster is not None
    return roster


def test_columns_left_aside_are_named_as_a_spreadsheet_does_and_counted() -> None:
    roster = read("Nom;Prénom;Classe;Tél;;Tél\nROUX;Tom;2ELEC;06;bus;07\nPONS;Zoé;2ELEC;;vélo;\n")
    assert [(one.where, one.cells) for one in roster.aside] == [
        ("Colonne E", 2),
        ("Tél", 1),
        ("Tél", 1),
    ]


def test_a_sheet_that_is_no_list_is_counted_whole() -> None:
    found = {one.where: one.cells for one in parse(by_hand()).roster.aside}  # type: ignore[union-attr]  # headings are known
    assert found["Feuille «\u00a0Notes\u00a0», sans titres reconnus"] == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Élève (classe);Régime\nROUX Tom (2ELEC);DP\n", ("ROUX", "Tom", "2ELEC")),
        ("Élève / classe\nLE GOFF Éva - 2ELEC\n", ("LE GOFF", "Éva", "2ELEC")),
        ("Classe;Élève\n2ELEC;LE GOFF Éva\n", ("LE GOFF", "Éva", "2ELEC")),
        ("Nom / Prénom;Classe\nLE GOFF / Éva;2ELEC\n", ("LE GOFF", "Éva", "2ELEC")),
        ("Nom (prénom);Classe\nLe Goff (Éva);2ELEC\n", ("Le Goff", "Éva", "2ELEC")),
    ],
)
def test_a_heading_of_two_things_is_read_as_both(text: str, name: tuple[str, str, str]) -> None:
    (row,) = read(text).rows
    assert (row.last_name, row.first_name, row.class_label) == name


@pytest.mark.parametrize(
    "heading", ["Nom (responsable)", "Classe / Groupe", "Élève / Tuteur", "Prénom (surnom)"]
)
def test_a_heading_of_two_things_nobody_knows_is_asked_about(heading: str) -> None:
    unknown = {"Nom (responsable)": "Prénom;Classe", "Élève / Tuteur": "Classe"}
    beside = unknown.get(heading, "Nom;Classe" if "Pr" in heading else "Nom;Prénom")
    content = f"{heading};{beside}\nROUX;Tom;2ELEC\nPONS;Zoé;2ELEC\n".encode()
    assert parse(content).roster is None


def test_what_stands_beside_a_day_or_an_address_is_told() -> None:
    roster = read(
        "Nom;Prénom;Classe;Né(e) le;Mél responsable\n"
        "ROUX;Tom;2ELEC;12/03/2010 à Moissac;Mme ROUX mere@mail.example, pere@mail.example\n"
    )
    (row,) = roster.rows
    assert (row.born, row.mail_1, row.mail_2) == (
        "2010-03-12",
        "mere@mail.example",
        "pere@mail.example",
    )
    assert roster.unsure == (
        BadRow(2, "Date de naissance\u202f: seul le jour est lu"),
        BadRow(2, "Courriel du représentant légal 1\u202f: seule l’adresse est lue"),
    )
