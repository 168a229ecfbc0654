"""A bureau gives a teacher the link to where a class stands."""

from datetime import datetime
from uuid import UUID

from contracts.personal_links import CLASS_PERIODS
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.store import Classes
from services.internships.personal_links.model import (
    OPEN_OF_A_CLASS_MAX,
    PersonalLink,
    TooManyLinks,
)
from services.internships.personal_links.store import PersonalLinks


async def give_class_link(uow: UnitOfWork, *, class_id: UUID, given_to: str, now: datetime) -> UUID:
    """Give a teacher a link (lien personnel) about one class and return its id.

    Those of other teachers stay. Raises NotFound, TooManyLinks.
    """
    of = await Classes(uow).get(class_id)
    links = PersonalLinks(uow)
    if await links.count_open_of_class(of.id, now=now) >= OPEN_OF_A_CLASS_MAX:
        raise TooManyLinks
    link = PersonalLink(
        uow.new_id(),
        of.uai,
        CLASS_PERIODS.word,
        of.id,
        now,
        now + CLASS_PERIODS.lasts,
        given_to=given_to,
    )
    await links.add(link)
    return link.id
