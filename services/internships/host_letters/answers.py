"""What is answered of a letter to a host, when it leaves."""

from collections import Counter

from contracts.identifiers import ContactId, PlacementId, SiteKey
from contracts.internships.host_letters import (
    HOST_LETTER,
    HostedStay,
    HostLetter,
    HostLetterRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.base.registry import answers
from services.internships.host_letters.queries import WrittenStay, read_written_stays
from services.internships.personal_links.queries import stay_link_url


@answers.to(HOST_LETTER)
async def letter_to_a_host(request: HostLetterRequest, uow: UnitOfWork) -> HostLetter:
    """What it says today: of its stays those that still stand, to the reader they have now.

    Raises NotFound once all were withdrawn, or their pupils erased.
    """
    found = await read_written_stays(uow, request.letter_id)
    if not found:
        raise NotFound
    today = local_date(uow.now)
    kind = found[0].kind
    told = [one for one in found if one.is_told(today)]
    # Where some have another reader since, whoever has most of them.
    readers = Counter(one.stay.reader(kind) for one in told or found)
    [(reader, _)] = readers.most_common(1)
    told = [one for one in told if one.stay.reader(kind) == reader]
    first = (told or found)[0]
    return HostLetter(
        standing=bool(told),
        kind=kind,
        site_key=SiteKey(first.stay.site_key),
        tutor_id=ContactId(reader) if reader else None,
        signs=any(one.stay.signs(kind) for one in told or [first]),
        reminder=min((one.reminder for one in told), default=0),
        stays=tuple(_said(one, uow) for one in told),
    )


def _said(one: WrittenStay, uow: UnitOfWork) -> HostedStay:
    return HostedStay(
        placement_id=PlacementId(one.stay.placement_id),
        pupil_name=one.pupil_name,
        formation=one.formation,
        starts_on=one.stay.first_on,
        ends_on=one.stay.last_on,
        minor=one.minor,
        referent=one.referent,
        url=stay_link_url(uow, one.link) if one.link else None,
    )
