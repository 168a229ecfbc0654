"""A bureau gives a pupil, or a parent, the link to their own periods."""

from datetime import datetime
from uuid import UUID

from contracts.personal_links import LinkKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.personal_links.model import PersonalLink
from services.internships.personal_links.store import PersonalLinks
from services.internships.pupils.store.pupils import Pupils


async def give_personal_link(
    uow: UnitOfWork, *, pupil_year_id: UUID, kind: LinkKind, now: datetime
) -> UUID:
    """Give a new link (lien personnel) and return its id; the earlier one of its kind ends.

    Raises NotFound, PupilErased.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    links = PersonalLinks(uow)
    await links.revoke_earlier(pupil.id, kind.word, now=now)
    link = PersonalLink(uow.new_id(), pupil.uai, kind.word, pupil.id, now, now + kind.lasts)
    await links.add(link)
    return link.id
