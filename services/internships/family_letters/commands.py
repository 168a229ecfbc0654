"""Letters to families: looked at each morning of a working day, asked for once for each threshold; or by the bureau."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from contracts.identifiers import PlacementId, Uai
from contracts.internships.family_letters import (
    FamilyLetterAskedV1,
    FamilyLetterId,
    FamilyLetterKind,
)
from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import PARIS, local_date
from services.internships.families.store import Families, FamilyWritings
from services.internships.family_letters.model.letters import MorningLetter, letters_of, slots_of
from services.internships.family_letters.model.thresholds import DueLetter
from services.internships.family_letters.queries import read_stay_of_pupil, read_stays_of_pupils
from services.internships.family_letters.store import FamilyLetters

JOB = "write_to_families"
IN_THE_MORNING = time(6, 0)


async def plan_family_letters(uow: UnitOfWork, *, uai: Uai, night: str, now: datetime) -> None:
    """Have the stays looked at this morning (courriels aux familles), if anybody works today.

    A morning that was missed is made up for by the next one: what is due stays due.
    """
    today = local_date(now)
    if is_working_day(today):
        due_at = datetime.combine(today, IN_THE_MORNING, tzinfo=PARIS)
        await uow.schedule(JOB, key=night, due_at=due_at, uai=uai)


async def write_to_families_of(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Ask for the letters of this morning: one for each reader and kind, of a lycée that writes to families."""
    today = local_date(now)
    if not is_working_day(today) or not (await FamilyWritings(uow).of(uai)).is_open:
        return
    stays = await read_stays_of_pupils(uow, today)
    if not stays:
        return
    told = await FamilyLetters(uow).told([stay.placement_id for stay in stays])
    families = await Families(uow).of_pupils({stay.pupil_year_id for stay in stays})
    due = letters_of(stays, told, families, today=today)
    await _ask(uow, uai, {uow.new_id(): letter for letter in due}, now)


async def tell_family_of_end(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> int:
    """Have the family be written that a PFMP was interrupted, as the bureau chose; how many letters.

    None where the lycée does not write to families, or knows no address; once for the day it ended.
    """
    stay, today = await read_stay_of_pupil(uow, placement_id), local_date(now)
    if stay is None or stay.left_on is None:
        return 0
    kind, families = FamilyLetterKind.INTERRUPTED, Families(uow)
    family = (await families.of_pupils([stay.pupil_year_id])).get(stay.pupil_year_id)
    if family is None or not (await FamilyWritings(uow).of(family.uai)).is_open:
        return 0
    told = (await FamilyLetters(uow).told([placement_id])).get(placement_id, ())
    if any((one.kind, one.counted_to) == (kind, stay.left_on) for one in told):
        return 0
    about = [(stay, DueLetter(kind, 0, stay.left_on))]
    letters = {
        uow.new_id(): MorningLetter(kind, slot, about) for slot in slots_of(kind, family, today)
    }
    await _ask(uow, family.uai, letters, now)
    return len(letters)


async def _ask(
    uow: UnitOfWork, uai: Uai, letters: Mapping[UUID, MorningLetter], now: datetime
) -> None:
    today = local_date(now)
    await FamilyLetters(uow).add(uai, letters, today)
    for letter_id, letter in letters.items():
        asked = FamilyLetterAskedV1(
            letter_id=FamilyLetterId(letter_id),
            kind=letter.kind,
            placements=tuple(PlacementId(stay.placement_id) for stay, _ in letter.stays),
            occurred_on=today,
        )
        uow.publish(asked, uai=uai)
