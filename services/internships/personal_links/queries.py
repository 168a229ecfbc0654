"""Where a personal link leads, to be written in a mail or on paper."""

from uuid import UUID

from contracts.personal_links import HOSTED_STAY
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.personal_links.model import PersonalLink, purpose_of
from services.internships.personal_links.store import PersonalLinks


async def read_open_stay_link(uow: UnitOfWork, placement_id: UUID) -> PersonalLink | None:
    """The link of who hosts a pupil, if one opens its page."""
    link = await PersonalLinks(uow).of_stay(placement_id)
    return link if link and link.is_open(uow.now) else None


def stay_link_url(uow: UnitOfWork, link: PersonalLink) -> str:
    """The whole address of the page who hosts a pupil opens by a link."""
    purpose = purpose_of(HOSTED_STAY)
    return uow.links.url(purpose, HOSTED_STAY.path, uai=link.uai, row_id=link.id)
