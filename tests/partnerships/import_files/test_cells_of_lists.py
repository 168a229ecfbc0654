"""Every filled cell of a list is in a field, a note, a question, a line given back, or said to be left aside."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.files.cell_count import CellCount, CellUse
from services.chassis.files.tables import ImportFileRefused, tables_in
from services.partnerships.base.text import place_key, plain
from services.partnerships.import_columns.model.columns import keyed
from services.partnerships.import_columns.model.fields import HEADINGS
from services.partnerships.import_desk.pages.imports import understood
from services.partnerships.import_files.store.files import ImportFile, parse
from services.partnerships.import_files.store.layout import Layout
from services.partnerships.import_rows.model.row import ImportRow
from tests.partnerships.files import FILES, csv_of
from tests.partnerships.import_files.test_shapes_of_lists import SHAPES


def filled(content: bytes) -> int:
    return sum(bool(c.strip()) for one in tables_in(content) for _, row in one.rows for c in row)


def proposed(content: bytes) -> ImportFile:
    """The list as it is read when somebody says yes to every column that is proposed."""
    read = parse(content)
    if not any(column.field == "name" for column in read.columns):
        return read
    columns = keyed((one.field, one.name, one.index) for one in read.columns if one.field)
    return parse(content, chosen=Layout(read.sheet, read.line, columns, read.along))


def count_of(read: ImportFile) -> CellCount:
    assert read.cells
    return read.cells


def aside(read: ImportFile) -> dict[str, tuple[int, int]]:
    return {one.what: (one.cells, one.rows) for one in count_of(read).aside}


LISTS = [
    *(
        pytest.param((FILES / one).read_bytes(), id=one)
        for one in sorted(
            path.name for path in FILES.iterdir() if not path.name.startswith("classes_")
        )
    ),
    *(pytest.param(one.text.encode(one.encoding), id=name) for name, one in SHAPES.items()),
]


@pytest.mark.parametrize("content", LISTS)
def test_the_cells_of_a_list_are_all_somewhere(content: bytes) -> None:
    read = parse(content)

    if any(column.field == "name" for column in read.columns):
        assert count_of(read).filled == filled(content)
        assert count_of(read).accounted() == filled(content)


ENDINGS = st.sampled_from(
    ["", " (gérant)", " / 05 36 49 77 01", " : x", " - NC", "\n2e ligne", " 82200"]
)
WORDS = st.text("abcdefgh", min_size=5, max_size=8).map(lambda word: f"zq{word}")
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(["-", "NC", "idem", "#N/A", "12", "82400 / Valence d'Agen", "France", "Mme"]),
    st.builds(str.__add__, WORDS, ENDINGS),
)
TITLES = st.lists(
    st.sampled_from(
        [words[0] for field, words in HEADINGS.items() if field != "name"]
        + ["contact (fonction)", "tel / mail", "2024", "2023-2024", "", "zqinconnu", "adresse / cp"]
    ),
    min_size=2,
    max_size=7,
    unique=True,
)


@st.composite
def generated(draw: st.DrawFn) -> list[list[str]]:
    titles = ["entreprise", *draw(TITLES)]
    row = st.lists(CELLS, min_size=len(titles) - 1, max_size=len(titles) + 1)
    names = st.one_of(WORDS, WORDS.map(lambda word: f"{word} 05 36 49 77 09"), st.just(""))
    rows = draw(
        st.lists(st.builds(lambda name, more: [name, *more], names, row), min_size=1, max_size=6)
    )
    above = draw(st.lists(st.just(["zqtitre du carnet"]), max_size=1))
    return [*above, titles, *rows]


def said_of(row: ImportRow) -> str:
    """All that is kept of a line; one that waits for an answer keeps its cells."""
    typed = " ".join(row.origin.cells) if row.waits else ""
    return f"{row.company.name} {understood(row)} {typed}"


@given(generated())
def test_no_word_of_a_generated_list_is_lost(rows: list[list[str]]) -> None:
    content = quoted(rows)
    try:
        read, columns = proposed(content), parse(content).columns
    except ImportFileRefused:
        return
    if read.cells is None:
        return

    assert count_of(read).filled == filled(content) == count_of(read).accounted()
    kept = " ".join([*map(said_of, read.rows), *(" ".join(one.cells) for one in read.refused)])
    words, unread = set(place_key(kept).split()), {one.index for one in columns if not one.field}
    for _, cells in tables_in(content)[0].rows[len(rows) - len(read.rows) - len(read.refused) :]:
        for index, cell in enumerate(cells):
            wanted = {word for word in plain(cell).split() if word.startswith("zq")}
            assert index in unread or wanted <= words, (cell, kept)


def quoted(rows: Sequence[Sequence[str]]) -> bytes:
    lines = [";".join('"' + cell + '"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode("utf-8-sig")


# Three lists as somebody keeps them: what is of nobody's business stands among what counts.


def carnet() -> bytes:
    """Merged groups above two-things headings, a title, a total, a second sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Carnet")
        sheet.write(0, 0, "Carnet d’adresses du bureau, mis à jour en octobre")
        sheet.merge_range(2, 0, 2, 2, "Entreprise")
        sheet.merge_range(2, 3, 2, 4, "Contact")
        titles = (
            "Nom",
            "CP / Ville",
            "Adresse",
            "Contact (fonction)",
            "Tél / mail",
            "2022",
            "2023",
            "2024",
            "Rang",
        )
        rows = (
            (
                "Garage Serres 05 36 49 70 01",
                "82400 / Valence d'Agen",
                "3 rue Basse",
                "Directrice : Mme Martin",
                "martin@serres.example",
                2,
                1,
                3,
                "",
            ),
            (
                "Scierie Lomagne",
                "82400 - VALENCE D AGEN",
                "",
                "Gérant - M. Cros",
                "05 36 49 70 02",
                "",
                4,
                "",
                "A",
            ),
            (
                "Hôtel du Pont",
                "Valence d’Agen (82400)",
                "-",
                "Mme Roux (RH) / M. Bel 05 36 49 70 03",
                "",
                1,
                "",
                "",
                "",
            ),
            ("idem", "idem", "", "M. Faure", "faure@pont.example", 5, "", "", ""),
            ("TOTAL", "", "", "", "", 8, 5, 3, ""),
        )
        for line, row in enumerate((titles, *rows), start=3):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
        other = book.add_worksheet("À relancer")
        other.write_row(0, 0, ("Penser à", "rappeler"))
    return content.getvalue()


def test_a_carnet_is_read_whole() -> None:
    read = proposed(carnet())

    assert count_of(read).filled == count_of(read).accounted() == filled(carnet())
    assert [understood(row) for row in read.rows] == [
        "3 rue Basse · 82400 Valence · 05 36 49 70 01 · Mme Martin, Directrice, martin@serres.example · Par année\u00a0: 2022\u00a0: 2, 2023\u00a0: 1, 2024\u00a0: 3",
        "82400 Valence · M. Cros, Gérant, 05 36 49 70 02 · Rang\u00a0: A · Par année\u00a0: 2023\u00a0: 4",
        "82400 Valence · Mme Roux, RH · M. Bel, 05 36 49 70 03 · Par année\u00a0: 2022\u00a0: 1",
        "82400 Valence · M. Faure, faure@pont.example · Par année\u00a0: 2022\u00a0: 5",
    ]
    assert [row.company.name for row in read.rows] == [
        "Garage Serres",
        "Scierie Lomagne",
        "Hôtel du Pont",
        "Hôtel du Pont",
    ]
    assert aside(read) == {
        "lignes au-dessus des titres": (3, 2),
        "cellules qui ne disent rien («\u00a0-\u00a0», «\u00a0NC\u00a0», erreurs de formule)": (
            1,
            1,
        ),
        "feuille «\u00a0À relancer\u00a0», qui n’est pas lue": (2, 1),
    }
    assert count_of(read).uses
    assert not parse(carnet()).settled, "a heading of two things is asked about"


def test_an_old_text_with_functions_and_phones_in_its_names_is_read_whole() -> None:
    text = (
        "Raison sociale;Contact;Fonction;Mail;Forme juridique;Jury\n"
        "Métal Œuvre (Tél : 05 36 49 71 01);Mme Vidal, DRH;;RH <v@metal.example> le matin;SARL;\n"
        "Peinture Été contact@ete.example;M. Pons;Chef d'atelier;05 36 49 71 02;coopérative de fait;oui\n"
        "Toiture;;Gérante;secret(at)toit;;\n"
    )
    read = proposed(text.encode("cp1252"))

    assert count_of(read).filled == count_of(read).accounted()
    assert [(row.company.name, understood(row)) for row in read.rows] == [
        (
            "Métal Œuvre",
            "05 36 49 71 01 · Mme Vidal, DRH, v@metal.example · Mail de Mme Vidal\u00a0: RH le matin",
        ),
        (
            "Peinture Été",
            "contact@ete.example · M. Pons, Chef d'atelier, 05 36 49 71 02 · Jury\u00a0: oui",
        ),
        (
            "Toiture",
            "Adresse mail\u00a0: secret(at)toit · Fonction du contact\u00a0: Gérante",
        ),
    ]


def test_a_column_nobody_reads_is_said_with_its_cells() -> None:
    headings = ("Entreprise", "Ville", "Prof réf.", "Élève")
    read = parse(
        csv_of(
            ("Bois Vert", "Moissac", "M. Bories", "Zzéphyrine"),
            ("Scierie", "Moissac", "", "Odeline"),
            headings=headings,
        )
    )

    assert aside(read) == {
        "colonne «\u00a0Prof réf.\u00a0»": (1, 1),
        "colonne «\u00a0Élève\u00a0»": (2, 2),
    }
    assert count_of(read).uses == {CellUse.TITLE: 4, CellUse.KEPT: 4}
