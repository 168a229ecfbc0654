"""The supervisor lets a reader read for another year."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.web.french import PARIS
from services.chassis.work import UnitOfWork
from services.supervision.domain.feed_reader import FeedReaderRevoked, FeedReaderUnknown, in_years
from services.supervision.storage.feed_readers import FeedReaders


async def extend_feed_reader(uow: UnitOfWork, *, reader_id: UUID, now: datetime) -> date:
    """Have it end in a year, unless it ends later; return its last day.

    Raises FeedReaderUnknown, FeedReaderRevoked.
    """
    readers = FeedReaders(uow)
    reader = await readers.one(reader_id, locked=True)
    if reader is None:
        raise FeedReaderUnknown
    if reader.revoked_at is not None:
        raise FeedReaderRevoked
    expires_on = max(reader.expires_on, in_years(now.astimezone(PARIS).date(), 1))
    await readers.extend(reader_id, expires_on)
    return expires_on
