"""Commands of a calendar’s address: made anew, revoked."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.calendar.store import CalendarFeeds
from services.portal.sessions.model import new_token, token_hash


async def renew_calendar_feed(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> str:
    """Draw a new secret (adresse du calendrier) and return it: it is kept nowhere.

    The one before opens nothing any more.
    """
    token = new_token()
    await CalendarFeeds(uow).put(account_id, token_hash(token), now=now)
    return token


async def revoke_calendar_feed(uow: UnitOfWork, *, account_id: UUID) -> None:
    """Have it open nothing any more (adresse révoquée); saying it again is harmless."""
    await CalendarFeeds(uow).remove(account_id)
