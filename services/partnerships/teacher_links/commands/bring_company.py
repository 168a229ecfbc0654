"""A teacher tells by their link of a company they know."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.teacher_links.model import WAITING_MAX, Brought, TooMuchBrought
from services.partnerships.teacher_links.store import BroughtThings, TeacherLinks


async def bring_company(
    uow: UnitOfWork,
    *,
    link_id: UUID,
    company: str,
    town: str,
    reach: str,
    through: bool,
    now: datetime,
) -> None:
    """Leave it to be looked at by the bureau (apportée par un professeur).

    Raises NotFound, TeacherLinkOver, TooMuchBrought.
    """
    link = await TeacherLinks(uow).get(link_id, lock=True)
    link.expect_open(now)
    things = BroughtThings(uow)
    if await things.count_waiting(link.id) >= WAITING_MAX:
        raise TooMuchBrought
    await things.add(
        Brought(
            id=uow.new_id(),
            uai=link.uai,
            link_id=link.id,
            teacher=link.name,
            company=company,
            town=town,
            reach=reach,
            through=through,
            brought_at=now,
        )
    )
