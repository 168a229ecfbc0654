"""Who is who when a roster is imported."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.internships.formations.model.classes import class_key
from services.internships.pupils.model import KnownPupil, name_key
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.model.roster import Decision, Verdict, plan_roster


def rows(*pupils: str) -> list[RosterRow]:
    return [RosterRow(line, *text.split(" ")) for line, text in enumerate(pupils, start=2)]


def known(text: str, pupil: UUID | None = None) -> KnownPupil:
    last, first, label = text.split(" ")
    return KnownPupil(pupil or uuid4(), name_key(last, first), class_key(label), label)


def verdicts(pupils: Sequence[RosterRow], *already: KnownPupil) -> list[Verdict]:
    return [row.verdict for row in plan_roster(pupils, already).rows]


def test_a_new_pupil_is_created_and_a_recorded_one_is_already_there() -> None:
    assert verdicts(rows("ROUX Tom 2A", "VIDAL Inès 2A"), known("vidal INES 2A")) == [
        Verdict.CREATED,
        Verdict.KNOWN,
    ]


def test_the_same_name_in_another_class_is_for_a_human_to_check() -> None:
    tom = known("ROUX Tom 2A")
    (row,) = plan_roster(rows("ROUX Tom 2B"), [tom]).rows
    assert (row.verdict, row.candidate) == (Verdict.HOMONYM, tom)
    assert not row.creates
    assert not row.moves


def test_the_human_says_whether_a_homonym_is_the_same_pupil() -> None:
    tom = known("ROUX Tom 2A")
    (same,) = plan_roster(rows("ROUX Tom 2B"), [tom], {2: Decision.SAME}).rows
    (other,) = plan_roster(rows("ROUX Tom 2B"), [tom], {2: Decision.OTHER}).rows
    assert (same.moves, same.creates) == (True, False)
    assert (other.moves, other.creates) == (False, True)


def test_who_is_known_to_be_born_another_day_is_not_taken_for_the_same_pupil() -> None:
    tom = replace(known("ROUX Tom 2A"), born_on=date(2010, 3, 12))
    file = [replace(row, born="2010-06-05") for row in rows("ROUX Tom 2A")]
    (row,) = plan_roster(file, [tom]).rows
    assert (row.verdict, row.candidate) == (Verdict.HOMONYM, tom)
    assert (row.born_another_day, row.suggested) == (True, Decision.ASIDE)
    (same,) = plan_roster(file, [tom], {2: Decision.SAME}).rows
    (other,) = plan_roster(file, [tom], {2: Decision.OTHER}).rows
    assert (same.corrects, other.creates) == (True, True)
    assert verdicts(file, replace(tom, born_on=None)) == [Verdict.KNOWN]


def test_a_pupil_named_twice_in_the_file_is_created_once() -> None:
    assert verdicts(rows("ROUX Tom 2A", "ROUX Tom 2A")) == [Verdict.CREATED, Verdict.TWICE]


def test_one_name_in_two_classes_of_the_file_is_for_a_human_to_check() -> None:
    assert verdicts(rows("ROUX Tom 2A", "ROUX Tom 2B")) == [Verdict.CREATED, Verdict.HOMONYM]


def test_a_pupil_the_file_names_elsewhere_is_not_offered_to_another_row() -> None:
    plan = plan_roster(rows("ROUX Tom 2B", "ROUX Tom 2A"), [known("ROUX Tom 2A")])
    assert [(r.verdict, r.candidate) for r in plan.rows] == [
        (Verdict.HOMONYM, None),
        (Verdict.KNOWN, None),
    ]


def test_names_that_only_look_alike_once_joined_are_two_people() -> None:
    le_roy = KnownPupil(uuid4(), name_key("LE", "ROY JEAN"), "2a", "2A")
    assert verdicts([RosterRow(2, "LE ROY", "JEAN", "2A")], le_roy) == [Verdict.CREATED]


def test_pupils_the_file_no_longer_names_in_its_classes_are_pointed_out() -> None:
    gone, elsewhere = known("PONS Zoé 2A"), known("COSTE Ali 2B")
    plan = plan_roster(rows("ROUX Tom 2A"), [gone, elsewhere])
    assert plan.missing == (gone,)


names = st.sampled_from(["ROUX Tom", "VIDAL Inès", "roux TOM", "PONS Zoé"])
files = st.lists(st.builds("{} {}".format, names, st.sampled_from(["2A", "2B", "1C"])), max_size=8)
answers = st.dictionaries(st.integers(2, 9), st.sampled_from(Decision))


@given(files, answers)
def test_importing_a_file_again_changes_nothing(
    pupils: list[str], decisions: dict[int, Decision]
) -> None:
    file = rows(*pupils)
    first = plan_roster(file, [], decisions)
    recorded = [
        known(f"{r.row.last_name} {r.row.first_name} {r.row.class_label}")
        for r in first.rows
        if r.creates
    ]

    again = plan_roster(file, recorded)
    assert not any(row.creates or row.moves for row in again.rows)
    assert len(again.of(Verdict.KNOWN)) == len(recorded)
