"""A bureau closes the link it gave a teacher."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.teacher_links.model import TeacherLinkNotOpen
from services.partnerships.teacher_links.store import T, TeacherLinks


async def close_teacher_link(uow: UnitOfWork, *, link_id: UUID, now: datetime) -> None:
    """Have it open nothing any more; what was brought stays. Raises NotFound, TeacherLinkNotOpen."""
    links = TeacherLinks(uow)
    link = await links.get(link_id, lock=True)
    if not link.is_open(now):
        raise TeacherLinkNotOpen
    await links.revoke(T.teacher_link_id == link.id, now=now)
