"""When a family is written to: on working mornings, once for each threshold and the day it counts to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.internships.family_letters import FamilyLetterKind
from services.chassis.base.working_days import next_working_day, worked_by
from services.internships.family_letters.model.pupil_stay import PupilStay
from services.internships.host_letters.model.thresholds import (
    ARRIVES_BEFORE,
    LATEST_REMINDER,
    signature_due,
)

_K = FamilyLetterKind


@dataclass(frozen=True)
class ToldLetter:
    """A letter about a stay that was asked for, whoever its readers are; `told_on` is the morning it was."""

    kind: FamilyLetterKind
    threshold: int
    counted_to: date
    told_on: date


@dataclass(frozen=True)
class DueLetter:
    """A letter that is to be written about a stay; `reminder` counts those that went before."""

    kind: FamilyLetterKind
    threshold: int
    counted_to: date
    reminder: int = 0


def due_on(
    stay: PupilStay, told: Collection[ToldLetter], *, today: date, of_age: bool
) -> Sequence[DueLetter]:
    """What the family is to be written today, a working day.

    What is about a day that passed is made up for two weeks long, what lies ahead whenever it comes
    to be known. The letter of the departure says that there is a place.
    """
    leaves_soon = worked_by(stay.first_on - ARRIVES_BEFORE) <= today
    found = (
        _departure(stay, told) if leaves_soon else None,
        None if leaves_soon else _of_a_day(_K.PLACE_FOUND, stay.confirmed_on, told, today),
        _of_a_day(_K.AGREEMENT_SIGNED, stay.signed_on, told, today),
        _to_sign(stay, told, today),
    )
    return [one for one in found if one and stay.is_told(one.kind, today, of_age=of_age)]


def _departure(stay: PupilStay, told: Collection[ToldLetter]) -> DueLetter | None:
    due = DueLetter(_K.DEPARTURE, 0, stay.first_on)
    return None if _is_told(due, told) else due


def _of_a_day(
    kind: FamilyLetterKind, day: date | None, told: Collection[ToldLetter], today: date
) -> DueLetter | None:
    """From the next working day on: what was noted by mistake is mended by then."""
    if day is None or not next_working_day(day) <= today <= day + LATEST_REMINDER:
        return None
    due = DueLetter(kind, 0, day)
    return None if _is_told(due, told) else due


def _to_sign(stay: PupilStay, told: Collection[ToldLetter], today: date) -> DueLetter | None:
    of_kind = [one for one in told if one.kind is _K.AGREEMENT_READY]
    found = signature_due(stay.issued_on, stay.first_on, of_kind, today=today)
    return DueLetter(_K.AGREEMENT_READY, *found) if found else None


def _is_told(due: DueLetter, told: Collection[ToldLetter]) -> bool:
    return any(
        (one.kind, one.threshold, one.counted_to) == (due.kind, due.threshold, due.counted_to)
        for one in told
    )
