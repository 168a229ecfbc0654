"""What was said of the calendars of classes is taken back."""

from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.store import ClassCalendars


async def check_calendar_again(
    uow: UnitOfWork, *, act_id: UUID, class_id: UUID | None = None
) -> int:
    """Have classes be checked again (à vérifier): one of an act, or all; returns how many.

    Raises NotFound when nothing of it is left.
    """
    taken = await ClassCalendars(uow).take_back(act_id, class_id)
    if not taken:
        raise NotFound
    return taken
