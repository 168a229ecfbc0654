"""Commands about families: addresses noted and removed, stops, what a pupil of age agrees to, and the lycée's decision."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.families.model import (
    FamilyAddressMoved,
    FamilyMailsOff,
    FamilySlot,
    FamilyWriting,
    PupilNotOfAge,
    SaidBy,
    checked_mail,
    same_mail,
)
from services.internships.families.store import Families, FamilyWritings
from services.internships.pupils.store.pupils import Pupils


async def write_to_families(
    uow: UnitOfWork, *, uai: Uai | None, is_open: bool, version: int, now: datetime
) -> FamilyWriting:
    """Have a lycée write to families, or no more (écrire aux familles). Raises StaleVersion, LyceeNotChosen."""
    own = uow.writing_for(uai)
    writings = FamilyWritings(uow)
    known = await writings.of(own, lock=True)
    if known.version != version:
        raise StaleVersion(
            "Quelqu’un d’autre a changé ce choix entre-temps.", current={"version": known.version}
        )
    decided = FamilyWriting(is_open, local_date(now), version + 1)
    await writings.keep(own, decided)
    return decided


async def note_address(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    slot: FamilySlot,
    mail: str,
    known_id: UUID | None,
    said_by: SaidBy,
    now: datetime,
) -> None:
    """Note an address of a family (adresse de la famille), in place of the one that was shown.

    Raises NotFound, PupilErased, FamilyMailWrong, FamilyMailsOff, FamilyAddressMoved.
    """
    checked = checked_mail(mail)
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    if not (await FamilyWritings(uow).of(pupil.uai)).is_open:
        raise FamilyMailsOff
    families = Families(uow)
    family = await families.of_pupil(pupil_year_id)
    known = family.addresses.get(slot)
    if (known.id if known else None) != known_id:
        raise FamilyAddressMoved
    if said_by is SaidBy.FAMILY:
        # Whoever asks for mails at an address wants them again, whatever was stopped before.
        await families.allow(family.uai, checked)
    if known and same_mail(known.mail, checked) and known.returned_on is None:
        return
    await families.put(family, slot, checked, said_by=said_by, on=local_date(now))


async def remove_address(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    slot: FamilySlot,
    known_id: UUID,
    now: datetime,
) -> str:
    """Keep an address no more, and return it to be put back (retrait). No list brings it back.

    Raises NotFound, FamilyAddressMoved.
    """
    await Pupils(uow).get_for_update(pupil_year_id)
    family = await Families(uow).of_pupil(pupil_year_id)
    known = family.addresses.get(slot)
    if known is None or known.id != known_id:
        raise FamilyAddressMoved
    await Families(uow).keep_removed(family, known.mail, now=now)
    await Families(uow).remove(pupil_year_id, slot)
    return known.mail


async def try_address_again(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    slot: FamilySlot,
    known_id: UUID,
    now: datetime,  # noqa: ARG001  every command is given it
) -> None:
    """Have an address be written to again that mails came back from. Raises NotFound, FamilyAddressMoved."""
    known = (await Families(uow).of_pupil(pupil_year_id)).addresses.get(slot)
    if known is None or known.id != known_id:
        raise FamilyAddressMoved
    await Families(uow).note_return(known_id, None)


async def agree_to_letters(
    uow: UnitOfWork, *, pupil_year_id: UUID, agrees: bool, said_by: SaidBy, now: datetime
) -> None:
    """Note that a pupil of age has the legal representatives be written to, or no more.

    Raises NotFound, PupilErased, PupilNotOfAge.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    families, today = Families(uow), local_date(now)
    if not agrees:
        await families.agree_no_more(pupil_year_id)
        return
    if not (await families.of_pupil(pupil_year_id)).is_of_age(today):
        raise PupilNotOfAge
    await families.agree(pupil.uai, pupil_year_id, said_by, today)


async def stop_family_mails(uow: UnitOfWork, *, address_id: UUID, now: datetime) -> None:
    """Have the lycée write no more to an address (plus de courriels). Raises NotFound."""
    family, address = await Families(uow).of_address(address_id)
    await Families(uow).stop(family.uai, address.mail, now=now)


async def allow_family_mails(
    uow: UnitOfWork,
    *,
    address_id: UUID,
    now: datetime,  # noqa: ARG001  every command is given it
) -> None:
    """Have the lycée write to an address again. Raises NotFound."""
    family, address = await Families(uow).of_address(address_id)
    await Families(uow).allow(family.uai, address.mail)


async def note_returned_mail(uow: UnitOfWork, *, address_id: UUID, now: datetime) -> None:
    """Keep that nothing arrives at an address (adresse en échec); one that changed since is not touched."""
    await Families(uow).note_return(address_id, local_date(now))
