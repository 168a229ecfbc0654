"""A bureau gives teachers the link by which they tell of companies."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import TeacherLinkId, Uai
from contracts.partnerships.teacher_links import TeacherLinkSentV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.teacher_links.model import LINK_LASTS, TeacherLink
from services.partnerships.teacher_links.store import T, TeacherLinks, reached_at


async def give_teacher_links(
    uow: UnitOfWork,
    *,
    teachers: Sequence[tuple[str, str | None]],
    uai: Uai | None = None,
    now: datetime,
) -> Sequence[UUID]:
    """Give each a link (lien d’un professeur), by mail to those who have one; return their ids.

    The one a teacher of this name had before at the same address, or on paper, ends. Raises
    LyceeNotChosen.
    """
    lycee, links, given = uow.writing_for(uai), TeacherLinks(uow), []
    for name, mail in teachers:
        await links.revoke((T.uai == lycee) & (T.name == name) & reached_at(mail), now=now)
        link = TeacherLink(uow.new_id(), lycee, name, mail, now, now + LINK_LASTS)
        await links.add(link)
        given.append(link.id)
        if mail:
            sent = TeacherLinkSentV1(
                teacher_link_id=TeacherLinkId(link.id), occurred_on=local_date(now)
            )
            uow.publish(sent, uai=lycee)
    return given
