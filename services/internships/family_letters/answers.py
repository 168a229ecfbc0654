"""What is answered of a letter to a family, when it leaves."""

from contracts.identifiers import PlacementId, SiteKey
from contracts.internships.family_letters import (
    FAMILY_LETTER,
    FamilyAddressId,
    FamilyLetter,
    FamilyLetterKind,
    FamilyLetterRequest,
    FamilyStay,
)
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.base.registry import answers
from services.internships.families.model import (
    PAGE,
    PAGE_PURPOSE,
    STOP_PAGE,
    STOP_PURPOSE,
    Family,
    FamilyAddress,
    FamilySlot,
)
from services.internships.families.store import Families, FamilyWritings
from services.internships.family_letters.model.letters import reader_of
from services.internships.family_letters.queries import WrittenStay, read_written_stays


@answers.to(FAMILY_LETTER)
async def letter_to_a_family(request: FamilyLetterRequest, uow: UnitOfWork) -> FamilyLetter:
    """What it says today: of its stays those that still stand, to the reader it has now.

    Raises NotFound once all were withdrawn, or the pupil erased.
    """
    found = await read_written_stays(uow, request.letter_id)
    if not found:
        raise NotFound
    first, today = found[0], local_date(uow.now)
    family = await Families(uow).of_pupil(first.stay.pupil_year_id)
    of_age = family.is_of_age(today)
    told = [one for one in found if one.is_told(today, of_age=of_age)]
    slot = reader_of(first.kind, first.slot, first.asked, family, today)
    writes = (await FamilyWritings(uow).of(family.uai)).is_open
    letter = FamilyLetter(
        standing=bool(told) and slot is not None and writes,
        kind=first.kind,
        first_name=first.first_name,
        to_pupil=slot is FamilySlot.PUPIL,
        reminder=min((one.reminder for one in told), default=0),
        stays=tuple(map(_said, told)),
    )
    address = family.addresses.get(slot) if slot else None
    reached = _reached(uow, first.kind, family, address) if address else {}
    return letter.model_copy(update=reached)


def _reached(
    uow: UnitOfWork, kind: FamilyLetterKind, family: Family, address: FamilyAddress
) -> dict[str, object]:
    """How the reader is reached; who stopped the others still reads what is about safety."""
    links, uai = uow.links, family.uai
    return {
        "mail": address.mail,
        "address_id": FamilyAddressId(address.id),
        "stopped": address.stopped and kind is not FamilyLetterKind.INTERRUPTED,
        "returned": address.returned_on is not None,
        "page_url": links.url(PAGE_PURPOSE, PAGE, uai=uai, row_id=address.id),
        "stop_url": links.url(STOP_PURPOSE, STOP_PAGE, uai=uai, row_id=address.id),
    }


def _said(one: WrittenStay) -> FamilyStay:
    return FamilyStay(
        placement_id=PlacementId(one.stay.placement_id),
        site_key=SiteKey(one.site_key),
        starts_on=one.stay.first_on,
        ends_on=one.stay.last_on,
        left_on=one.stay.left_on,
        referent=one.referent,
        aid=one.aid,
    )
