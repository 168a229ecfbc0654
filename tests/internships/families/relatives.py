"""What tests say of families: a lycée that writes to them, addresses, birthdays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.base.days import PARIS
from services.internships.families.commands import note_address, write_to_families
from services.internships.families.model import Family, FamilySlot, SaidBy
from services.internships.families.store import Families, FamilyWritings
from tests.internships.world import Lycee

FIRST, SECOND, PUPIL = FamilySlot.FIRST, FamilySlot.SECOND, FamilySlot.PUPIL
MOTHER, FATHER = "mere.fabre@messagerie.example", "pere.fabre@messagerie.example"
INES = "ines.fabre@messagerie.example"


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS).astimezone(UTC)


async def opens(lycee: Lycee, *, is_open: bool = True) -> None:
    """The lycée decides to write to families, or not to any more."""
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        version = (await FamilyWritings(uow).of(lycee.uai)).version
    await lycee.do(
        write_to_families, uai=lycee.uai, is_open=is_open, version=version, now=lycee.now
    )


async def notes(
    lycee: Lycee,
    pupil: UUID,
    slot: FamilySlot,
    mail: str,
    *,
    said_by: SaidBy = SaidBy.BUREAU,
) -> UUID:
    """Note an address in place of what is known, and return its id."""
    known = (await family_of(lycee, pupil)).addresses.get(slot)
    await lycee.do(
        note_address,
        pupil_year_id=pupil,
        slot=slot,
        mail=mail,
        known_id=known.id if known else None,
        said_by=said_by,
        now=lycee.now,
    )
    return (await family_of(lycee, pupil)).addresses[slot].id


async def family_of(lycee: Lycee, pupil: UUID) -> Family:
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        return await Families(uow).of_pupil(pupil)


async def is_born(lycee: Lycee, pupil: UUID, on: date | None) -> None:
    await lycee.superuser.execute(
        "UPDATE pupils SET born_on = $2 WHERE pupil_year_id = $1", pupil, on
    )


def at(lycee: Lycee, day: date, hour: int = 9) -> Lycee:
    return replace(lycee, now=paris(day, hour))
