"""A teacher tells by their link of a call they made to a company."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.companies import InteractionOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.teacher_links.model import WAITING_MAX, Brought, TooMuchBrought
from services.partnerships.teacher_links.store import BroughtThings, TeacherLinks


async def bring_call(
    uow: UnitOfWork,
    *,
    link_id: UUID,
    company: str,
    outcome: InteractionOutcome,
    note: str | None,
    now: datetime,
) -> None:
    """Leave it to be looked at by the bureau (appel raconté par un professeur).

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
            outcome=outcome,
            note=note,
            brought_at=now,
        )
    )
