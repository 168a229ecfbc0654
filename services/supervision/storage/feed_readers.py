"""Who reads feeds, by the hash of each secret."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.feed_reader import FeedPart, FeedReader, is_secret
from services.supervision.storage.feed_tables import feed_readers

R = feed_readers.c


class FeedReaders:
    """The readers of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, reader: FeedReader, kept_hash: bytes) -> None:
        """Add one."""
        values = {**vars(reader), "uai": self._uow.department_uai, "secret_hash": kept_hash}
        values["feed_reader_id"] = values.pop("id")
        values["parts"] = [part.value for part in reader.parts]
        values["uais"] = None if reader.uais is None else list(reader.uais)
        await self._uow.execute(insert(feed_readers).values(values))

    async def all(self) -> Sequence[FeedReader]:
        """Every one, by name, then from the oldest on."""
        ordered = select(feed_readers).order_by(R.organisation, R.created_at, R.feed_reader_id)
        return [_reader(row) for row in await self._uow.execute(ordered)]

    async def one(self, reader_id: UUID, *, locked: bool = False) -> FeedReader | None:
        """The one with this id; `locked`: until the transaction ends."""
        wanted = select(feed_readers).where(R.feed_reader_id == reader_id)
        row = (await self._uow.execute(wanted.with_for_update() if locked else wanted)).first()
        return _reader(row) if row else None

    async def behind(self, reader_id: UUID, secret: str) -> FeedReader | None:
        """The one with this id, if that is its secret."""
        wanted = select(feed_readers).where(R.feed_reader_id == reader_id)
        row = (await self._uow.execute(wanted)).first()
        known = is_secret(secret, row.secret_hash if row else None)
        return _reader(row) if row and known else None

    async def extend(self, reader_id: UUID, expires_on: date) -> None:
        """Have it end another day."""
        await self._change(reader_id, expires_on=expires_on)

    async def revoke(self, reader_id: UUID, *, now: datetime) -> None:
        """Have it open nothing any more."""
        await self._change(reader_id, revoked_at=now)

    async def note_reading(self, reader_id: UUID, *, now: datetime) -> None:
        """Count one more reading."""
        await self._change(reader_id, last_read_at=now, times_read=R.times_read + 1)

    async def _change(self, reader_id: UUID, **values: Any) -> None:
        changed = update(feed_readers).where(R.feed_reader_id == reader_id).values(**values)
        await self._uow.execute(changed)


def _reader(row: Row[Any]) -> FeedReader:
    return FeedReader(
        id=row.feed_reader_id,
        organisation=row.organisation,
        inside=row.inside,
        parts=tuple(FeedPart(part) for part in row.parts),
        uais=None if row.uais is None else tuple(row.uais),
        created_at=row.created_at,
        created_by=row.created_by,
        expires_on=row.expires_on,
        revoked_at=row.revoked_at,
        last_read_at=row.last_read_at,
        times_read=row.times_read,
    )
