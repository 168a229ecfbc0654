"""The supervisor lets a reader read for longer."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.domain.feed_reader import (
    FeedReaderRevoked,
    FeedReaderUnknown,
    check_longer,
)
from services.supervision.storage.feed_readers import FeedReaders


async def extend_feed_reader(
    uow: UnitOfWork, *, reader_id: UUID, expires_on: date, now: datetime
) -> None:
    """Have it end on a later day, a year from today at most.

    Raises FeedReaderUnknown, FeedReaderRevoked, EndRefused.
    """
    readers = FeedReaders(uow)
    reader = await readers.one(reader_id, locked=True)
    if reader is None:
        raise FeedReaderUnknown
    if reader.revoked_at is not None:
        raise FeedReaderRevoked
    check_longer(expires_on, reader.expires_on, now.astimezone(PARIS).date())
    await readers.extend(reader_id, expires_on)
