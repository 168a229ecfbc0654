"""Commands of a reader: added, extended, revoked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.feed_readers.model import (
    FeedPart,
    FeedReader,
    FeedReaderRevoked,
    FeedReaderUnknown,
    LyceesRefused,
    check_end,
    check_longer,
    new_secret,
    secret_hash,
)
from services.supervision.feed_readers.store import FeedReaders


async def add_feed_reader(
    uow: UnitOfWork,
    *,
    reader_id: UUID,
    organisation: str,
    inside: bool,
    parts: Collection[FeedPart],
    uais: Sequence[str],
    known: Collection[str],
    expires_on: date,
    account_id: UUID,
    now: datetime,
) -> tuple[FeedReader, str]:
    """Add a reader; return it with its secret, which is kept nowhere.

    `uais`: the lycées it reads of, among those the department knows; none: all of them.
    Raises EndRefused, LyceesRefused.
    """
    check_end(expires_on, now.astimezone(PARIS).date())
    if not set(uais) <= set(known):
        raise LyceesRefused("Choisissez des lycées de la liste.", field="uais")
    reader = FeedReader(
        id=reader_id,
        organisation=organisation,
        inside=inside,
        parts=tuple(part for part in FeedPart if part in parts),
        uais=tuple(sorted(set(uais))) or None,
        created_at=now,
        created_by=account_id,
        expires_on=expires_on,
    )
    secret = new_secret()
    await FeedReaders(uow).add(reader, secret_hash(secret))
    return reader, secret


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


async def revoke_feed_reader(uow: UnitOfWork, *, reader_id: UUID, now: datetime) -> None:
    """Have its address open nothing any more, at once and for good; once. Raises FeedReaderUnknown."""
    readers = FeedReaders(uow)
    reader = await readers.one(reader_id, locked=True)
    if reader is None:
        raise FeedReaderUnknown
    if reader.revoked_at is None:
        await readers.revoke(reader_id, now=now)
