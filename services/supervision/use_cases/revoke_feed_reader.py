"""The supervisor takes a feed back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.feed_reader import FeedReaderUnknown
from services.supervision.storage.feed_readers import FeedReaders


async def revoke_feed_reader(uow: UnitOfWork, *, reader_id: UUID, now: datetime) -> None:
    """Have its address open nothing any more, at once and for good; once. Raises FeedReaderUnknown."""
    readers = FeedReaders(uow)
    reader = await readers.one(reader_id, locked=True)
    if reader is None:
        raise FeedReaderUnknown
    if reader.revoked_at is None:
        await readers.revoke(reader_id, now=now)
