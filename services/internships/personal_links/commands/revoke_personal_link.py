"""A bureau closes a link it gave."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.personal_links.model import LinkNotOpen
from services.internships.personal_links.store import PersonalLinks


async def revoke_personal_link(uow: UnitOfWork, *, link_id: UUID, now: datetime) -> None:
    """Have it open nothing any more. Raises NotFound, LinkNotOpen."""
    links = PersonalLinks(uow)
    link = await links.get(link_id, lock=True)
    if not link.is_open(now):
        raise LinkNotOpen
    await links.revoke(link.id, now=now)
