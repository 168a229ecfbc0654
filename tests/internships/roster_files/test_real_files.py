"""Class lists as lycées export them, in `tests/files`: each with what becomes of its lines."""

from pathlib import Path

import pytest

import tests
from services.internships.formations.model.classes import class_key
from services.internships.pupils.model import KnownPupil, name_key
from services.internships.roster_files.model.file import Roster, RosterRow, place_of
from services.internships.roster_files.store import parse, read_roster
from services.internships.rosters.model.renames import guess_renames, renamed
from services.internships.rosters.model.roster import Decision, Verdict, plan_roster
from tests.internships.rosters.test_plan import known

FILES = Path(tests.__file__).parent / "files"


def read(name: str) -> Roster:
    roster = parse((FILES / name).read_bytes()).roster
    assert roster is not None
    return roster


def shown(row: RosterRow) -> str:
    return f"{row.last_name} {row.first_name}, {row.class_label}"


def test_a_pronote_export_tells_homonyms_apart_and_asks_about_a_pupil_written_twice() -> None:
    roster = read("classes_1_pronote.csv")

    assert [(shown(row), row.born) for row in roster.rows] == [
        ("D’ALMEIDA Léa, 2MELEC A", "2010-03-12"),
        ("D’ALMEIDA Léa, 2MELEC A", "2010-03-12"),
        ("ROUX Tom, 2MELEC A", "2010-09-04"),
        ("ROUX Tom, 2MELEC A", "2011-01-21"),
        ("Nuñez-Œuvrard Maël, 1ASSP", "2010-11-30"),
        ("ROUX Tom, 1ASSP", "2009-06-17"),
    ]
    assert [(row.line, row.reason) for row in roster.bad] == [(8, "Prénom manquant")]
    assert [(row.verdict, row.suggested) for row in plan_roster(roster.rows, []).rows] == [
        (Verdict.CREATED, Decision.ASIDE),
        (Verdict.TWICE, Decision.ASIDE),
        (Verdict.CREATED, Decision.ASIDE),
        (Verdict.TWICE, Decision.OTHER),
        (Verdict.CREATED, Decision.ASIDE),
        (Verdict.HOMONYM, Decision.OTHER),
    ]


def test_a_siecle_export_is_read_below_its_title_with_its_cells_kept_as_formulas() -> None:
    roster = read("classes_2_siecle.csv")

    assert [shown(row) for row in roster.rows] == ["PONS Inès, 201", "LE GOFF Éva, 1 MELEC"]
    assert [(row.line, row.reason) for row in roster.bad] == [
        (6, "Ligne de total, laissée de côté")
    ]


async def test_each_sheet_is_a_class_named_by_its_title_or_by_the_sheet() -> None:
    content = (FILES / "classes_3_une_feuille_par_classe.xlsx").read_bytes()
    roster = (await read_roster(content)).roster
    assert roster is not None

    assert [shown(row) for row in roster.rows] == [
        "ROUX Tom, 2MELEC A",
        "LE GOFF Éva Marie, 2MELEC A",
        "N’DIAYE Awa, TASSP",
    ]
    assert [(place_of(row.line), row.reason) for row in roster.bad] == [
        ("feuille 3, ligne 3", "Nom et prénom impossibles à distinguer")
    ]


def test_a_class_renamed_is_recognised_by_its_pupils() -> None:
    rows = read("classes_4_renommee.tsv").rows
    recorded = [
        known("D’ALMEIDA Léa 2MELECA"),
        known("ROUX Tom 2MELECA"),
        known("PONS Zoé 2MELECA"),
        known("NUÑEZ Maël 1ASSP"),
    ]

    guess = guess_renames(rows, recorded)
    plan = plan_roster(rows, renamed(recorded, guess))

    assert guess == {"2melec1": "2meleca"}
    assert [row.verdict for row in plan.rows] == [
        Verdict.KNOWN,
        Verdict.KNOWN,
        Verdict.CREATED,
        Verdict.KNOWN,
    ]
    assert [pupil.name_key for pupil in plan.missing] == ["pons|zoe"]


def _pupil(last: str, first: str, label: str) -> KnownPupil:
    found = known("X Y Z")
    return KnownPupil(found.id, name_key(last, first), class_key(label), label)


@pytest.mark.parametrize(
    ("recorded", "file", "suggested"),
    [
        (["2A"], [("Tom", "2B"), ("Ali", "2A")], Decision.SAME),
        (["2A"], [("Tom", "2B")], Decision.ASIDE),
        (["2A", "1C"], [("Tom", "2B"), ("Ali", "2A")], Decision.ASIDE),
        (["2A"], [("Tom", "2B"), ("Tom", "1D"), ("Ali", "2A")], Decision.ASIDE),
    ],
    ids=["missing from own class", "own class not in the file", "two recorded", "two in the file"],
)
def test_a_move_is_suggested_only_when_nobody_else_has_the_name(
    recorded: list[str], file: list[tuple[str, str]], suggested: Decision
) -> None:
    pupils = [_pupil("ROUX", "Tom", label) for label in recorded]
    rows = [RosterRow(n, "ROUX", first, label) for n, (first, label) in enumerate(file, start=2)]

    assert plan_roster(rows, pupils).rows[0].suggested is suggested
