"""The address of each account's calendar, by the hash of its secret."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.identity import Identity
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.calendar.tables import calendar_feeds
from services.portal.sessions.store import behind_a_secret, identity_in


class CalendarFeeds:
    """The address of each account's calendar, by the hash of its secret."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def put(self, account_id: UUID, token_hash: bytes, *, now: datetime) -> None:
        """Make this the account's only one."""
        made = {"token_hash": token_hash, "made_at": now}
        await self._uow.execute(
            insert(calendar_feeds)
            .values(account_id=account_id, **made)
            .on_conflict_do_update(index_elements=["account_id"], set_=made)
        )

    async def remove(self, account_id: UUID) -> None:
        await self._uow.execute(
            delete(calendar_feeds).where(calendar_feeds.c.account_id == account_id)
        )

    async def made_at(self, account_id: UUID) -> datetime | None:
        """Since when the account has one; None when it has none."""
        statement = select(calendar_feeds.c.made_at).where(
            calendar_feeds.c.account_id == account_id
        )
        found: datetime | None = (await self._uow.execute(statement)).scalar_one_or_none()
        return found

    async def identity(self, token_hash: bytes, *, on: date) -> Identity | None:
        """The identity a calendar feed is of, with the grants of that day; None once it was revoked."""
        rows = (await self._uow.execute(_FEED, {"hash": token_hash, "on": on})).all()
        return identity_in(rows) if rows else None


_FEED = behind_a_secret(calendar_feeds)
