"""Somebody ends the address of their calendar."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.calendar.store import CalendarFeeds


async def revoke_calendar_feed(uow: UnitOfWork, *, account_id: UUID) -> None:
    """Have it open nothing any more (adresse révoquée); saying it again is harmless."""
    await CalendarFeeds(uow).remove(account_id)
