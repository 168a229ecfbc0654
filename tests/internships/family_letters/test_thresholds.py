"""When a family is written to: each threshold alone, as a rule of dates; and who reads a letter on the day it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from uuid import uuid4

import pytest

from contracts.internships.family_letters import FamilyLetterKind
from services.chassis.base.working_days import is_working_day
from services.internships.families.model import Family, FamilyAddress, FamilySlot, SaidBy
from services.internships.family_letters.model.letters import reader_of, slots_of
from services.internships.family_letters.model.pupil_stay import PupilStay
from services.internships.family_letters.model.thresholds import DueLetter, ToldLetter, due_on
from tests.internships.families.relatives import FATHER, FIRST, INES, MOTHER, PUPIL, SECOND
from tests.internships.world import BOURDELLE

K = FamilyLetterKind
FIRST_DAY, LAST_DAY = date(2027, 1, 4), date(2027, 1, 29)
STAY = PupilStay(uuid4(), uuid4(), FIRST_DAY, LAST_DAY, confirmed_on=date(2026, 11, 24))


def mornings(
    stay: PupilStay, since: date, until: date, *, of_age: bool = False
) -> Sequence[tuple[date, DueLetter]]:
    """What is due each working day, when all of it is written."""
    told: set[ToldLetter] = set()
    found = []
    day = since
    while day <= until:
        for due in due_on(stay, told, today=day, of_age=of_age) if is_working_day(day) else ():
            found.append((day, due))
            told.add(ToldLetter(due.kind, due.threshold, due.counted_to, day))
        day += timedelta(days=1)
    return found


def days(stay: PupilStay, kind: FamilyLetterKind, *, of_age: bool = False) -> list[date]:
    found = mornings(stay, date(2026, 11, 24), date(2027, 2, 28), of_age=of_age)
    return [day for day, due in found if due.kind is kind]


def test_a_place_is_told_on_the_next_working_morning_and_the_departure_three_days_before() -> None:
    assert days(STAY, K.PLACE_FOUND) == [date(2026, 11, 25)]
    # The first day is the Monday after the New Year: the last working day before it, three days off.
    assert days(STAY, K.DEPARTURE) == [date(2026, 12, 31)]


def test_a_place_found_at_the_last_moment_is_said_by_the_letter_of_the_departure_alone() -> None:
    late = replace(STAY, confirmed_on=date(2026, 12, 30))
    assert days(late, K.PLACE_FOUND) == []
    assert days(late, K.DEPARTURE) == [date(2026, 12, 31)]


def test_what_was_found_long_ago_is_not_told_any_more() -> None:
    found = mornings(STAY, date(2026, 12, 14), date(2026, 12, 30))
    assert found == []


def test_an_agreement_is_asked_for_after_its_issue_and_before_the_departure_until_it_is_signed() -> (
    None
):
    ready = replace(STAY, issued_on=date(2026, 11, 24), awaits_representative=True)
    assert days(ready, K.AGREEMENT_READY) == [
        *(date(2026, 11, 25), date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 30))
    ]
    found = mornings(ready, date(2026, 11, 24), date(2026, 12, 31))
    reminders = [due.reminder for _, due in found if due.kind is K.AGREEMENT_READY]
    assert reminders == [0, 1, 2, 3]
    # The pupil who is of age signs for themselves.
    assert days(ready, K.AGREEMENT_READY, of_age=True) == []
    own = replace(ready, awaits_representative=False, awaits_pupil=True)
    assert days(own, K.AGREEMENT_READY) == []
    assert len(days(own, K.AGREEMENT_READY, of_age=True)) == 4


def test_that_everybody_signed_is_told_once_and_nothing_of_a_stay_that_ended() -> None:
    signed = replace(STAY, signed_on=date(2026, 12, 1))
    assert days(signed, K.AGREEMENT_SIGNED) == [date(2026, 12, 2)]
    ended = replace(signed, left_on=date(2027, 1, 12))
    assert mornings(ended, date(2026, 11, 24), date(2027, 2, 28)) == []
    assert ended.is_told(K.INTERRUPTED, date(2027, 1, 13), of_age=False)
    assert not signed.is_told(K.INTERRUPTED, date(2027, 1, 13), of_age=False)


def family(
    born_on: date | None = None,
    agreed_on: date | None = None,
    given: Mapping[FamilySlot, str] = MappingProxyType({}),
) -> Family:
    addresses = {
        slot: FamilyAddress(uuid4(), slot, mail, SaidBy.BUREAU, date(2026, 9, 1))
        for slot, mail in given.items()
    }
    return Family(BOURDELLE, uuid4(), born_on, agreed_on, addresses)


ALL = {FIRST: MOTHER, SECOND: FATHER, PUPIL: INES}
MINOR, OF_AGE = date(2010, 5, 1), date(2008, 5, 1)
DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("one", "kind", "slots"),
    [
        (family(MINOR, given=ALL), K.DEPARTURE, [FIRST, SECOND]),
        (family(None, given=ALL), K.DEPARTURE, [FIRST, SECOND]),
        (family(OF_AGE, given=ALL), K.DEPARTURE, [PUPIL]),
        (family(OF_AGE, DAY, ALL), K.DEPARTURE, [FIRST, SECOND, PUPIL]),
        (family(OF_AGE, DAY, ALL), K.AGREEMENT_READY, [PUPIL]),
        (family(MINOR, given={PUPIL: INES}), K.DEPARTURE, []),
        (family(OF_AGE, given={FIRST: MOTHER}), K.DEPARTURE, []),
        # One address for both is one reader.
        (
            family(MINOR, given={FIRST: MOTHER, SECOND: MOTHER.upper()}),
            K.DEPARTURE,
            [FIRST],
        ),
    ],
)
def test_for_whose_addresses_a_letter_is_asked_for(
    one: Family, kind: FamilyLetterKind, slots: list[FamilySlot]
) -> None:
    assert slots_of(kind, one, DAY) == slots


def test_who_stopped_reads_of_safety_alone_and_nothing_goes_where_nothing_arrives() -> None:
    one = family(MINOR, given={FIRST: MOTHER, SECOND: FATHER})
    mother, father = one.addresses[FIRST], one.addresses[SECOND]
    stopped = replace(one, addresses={FIRST: replace(mother, stopped=True), SECOND: father})
    assert slots_of(K.DEPARTURE, stopped, DAY) == [SECOND]
    assert slots_of(K.INTERRUPTED, stopped, DAY) == [FIRST, SECOND]
    lost = replace(one, addresses={FIRST: replace(mother, returned_on=DAY), SECOND: father})
    assert slots_of(K.INTERRUPTED, lost, DAY) == [SECOND]


@pytest.mark.parametrize(
    ("kind", "slot", "asked", "one", "reader"),
    [
        (K.DEPARTURE, FIRST, {FIRST, SECOND}, family(MINOR), FIRST),
        (K.DEPARTURE, SECOND, {FIRST, SECOND}, family(MINOR), SECOND),
        # Of age since: the pupil reads one of the two.
        (K.DEPARTURE, FIRST, {FIRST, SECOND}, family(OF_AGE), PUPIL),
        (K.DEPARTURE, SECOND, {FIRST, SECOND}, family(OF_AGE), None),
        (K.DEPARTURE, SECOND, {SECOND}, family(OF_AGE), PUPIL),
        (K.DEPARTURE, FIRST, {FIRST, PUPIL}, family(OF_AGE), None),
        (K.DEPARTURE, FIRST, {FIRST}, family(OF_AGE, DAY), FIRST),
        (K.AGREEMENT_READY, FIRST, {FIRST}, family(OF_AGE, DAY), PUPIL),
        # A birth date that was corrected.
        (K.DEPARTURE, PUPIL, {PUPIL}, family(MINOR), None),
    ],
)
def test_who_reads_a_letter_is_looked_at_on_the_day_it_leaves(
    kind: FamilyLetterKind,
    slot: FamilySlot,
    asked: set[FamilySlot],
    one: Family,
    reader: FamilySlot | None,
) -> None:
    assert reader_of(kind, slot, asked, one, DAY) is reader
