"""Letters of a morning: one for each reader and kind, and who reads one on the day it leaves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.internships.family_letters import FamilyLetterKind
from services.internships.families.model import Family, FamilySlot
from services.internships.family_letters.model.pupil_stay import PupilStay
from services.internships.family_letters.model.thresholds import DueLetter, ToldLetter, due_on


@dataclass(frozen=True)
class MorningLetter:
    """One letter to be asked for: of a kind, for whose address, about these stays of one pupil."""

    kind: FamilyLetterKind
    slot: FamilySlot
    stays: Sequence[tuple[PupilStay, DueLetter]]


def letters_of(
    stays: Collection[PupilStay],
    told: Mapping[UUID, Collection[ToldLetter]],
    families: Mapping[UUID, Family],
    *,
    today: date,
) -> Sequence[MorningLetter]:
    """What is to be written this morning: nothing is asked for whom nobody can write to."""
    found: dict[tuple[FamilyLetterKind, UUID, FamilySlot], list[tuple[PupilStay, DueLetter]]]
    found = defaultdict(list)
    for stay in stays:
        family = families.get(stay.pupil_year_id)
        if family is None or not family.addresses:
            continue
        of_age = family.is_of_age(today)
        for due in due_on(stay, told.get(stay.placement_id, ()), today=today, of_age=of_age):
            for slot in slots_of(due.kind, family, today):
                found[due.kind, stay.pupil_year_id, slot].append((stay, due))
    return [MorningLetter(kind, slot, about) for (kind, _, slot), about in found.items()]


def slots_of(kind: FamilyLetterKind, family: Family, today: date) -> Sequence[FamilySlot]:
    """For whose addresses a letter is asked for; two that share one address read it once.

    One about safety goes to who stopped the others as well.
    """
    safety = kind is FamilyLetterKind.INTERRUPTED
    known: set[str] = set()
    slots = []
    for slot in FamilySlot:
        address = family.addresses.get(slot)
        if address is None or address.returned_on or (address.stopped and not safety):
            continue
        key = address.mail.casefold()
        if _writes_to(kind, slot, family, today) and key not in known:
            known.add(key)
            slots.append(slot)
    return slots


def reader_of(
    kind: FamilyLetterKind,
    slot: FamilySlot,
    asked: Collection[FamilySlot],
    family: Family,
    today: date,
) -> FamilySlot | None:
    """Who reads a letter that leaves today; `asked`: for whose addresses the same one was asked for.

    Of a pupil who came of age since, the first letter goes to the pupil and the others to nobody.
    """
    if _writes_to(kind, slot, family, today):
        return slot
    if slot is FamilySlot.PUPIL or FamilySlot.PUPIL in asked:
        return None
    first = next(one for one in FamilySlot if one == slot or one in asked)
    return FamilySlot.PUPIL if slot is first and family.is_of_age(today) else None


def _writes_to(kind: FamilyLetterKind, slot: FamilySlot, family: Family, today: date) -> bool:
    return family.writes_to(slot, today, to_sign=kind is FamilyLetterKind.AGREEMENT_READY)
