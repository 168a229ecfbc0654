"""The sessions, by the hash of their secret."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.identity import Grant, Identity, Role
from services.chassis.work import UnitOfWork
from services.portal.storage.tables import accounts, grants, lycees, sessions


@dataclass(frozen=True)
class OpenSession:
    """A session as the database keeps it, with who it belongs to on a given day."""

    identity: Identity
    began_at: datetime
    seen_at: datetime


class Sessions:
    """The sessions, by the hash of their secret."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def begin(self, token_hash: bytes, account_id: UUID, *, now: datetime) -> None:
        await self._uow.execute(
            insert(sessions),
            {"token_hash": token_hash, "account_id": account_id, "began_at": now, "seen_at": now},
        )

    async def end(self, token_hash: bytes) -> UUID | None:
        ended = await self._uow.execute(
            delete(sessions)
            .where(sessions.c.token_hash == token_hash)
            .returning(sessions.c.account_id)
        )
        account_id: UUID | None = ended.scalar_one_or_none()
        return account_id

    async def end_all(self, account_id: UUID) -> None:
        """End every session of the account."""
        await self._uow.execute(delete(sessions).where(sessions.c.account_id == account_id))

    async def forget_begun_before(self, instant: datetime) -> None:
        """Remove the sessions that are over by their age alone."""
        await self._uow.execute(delete(sessions).where(sessions.c.began_at < instant))

    async def seen(self, token_hash: bytes, *, now: datetime) -> None:
        await self._uow.execute(
            update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now)
        )

    async def get(self, token_hash: bytes, *, on: date) -> OpenSession | None:
        """The session and the grants that hold on that day; None when there is no such session."""
        rows = (await self._uow.execute(_SESSION, {"hash": token_hash, "on": on})).all()
        if not rows:
            return None
        held = tuple(
            Grant(Role(row.role), Uai(row.uai) if row.uai else None, row.lycee)
            for row in rows
            if row.role
        )
        first = rows[0]
        identity = Identity(first.account_id, first.display_name, held)
        return OpenSession(identity, first.began_at, first.seen_at)


_SESSION = (
    select(
        sessions.c.account_id,
        sessions.c.began_at,
        sessions.c.seen_at,
        accounts.c.display_name,
        grants.c.role,
        grants.c.uai,
        lycees.c.name.label("lycee"),
    )
    .join(accounts, accounts.c.account_id == sessions.c.account_id)
    .outerjoin(
        grants,
        (grants.c.account_id == sessions.c.account_id)
        & (grants.c.from_on <= bindparam("on"))
        & (func.coalesce(grants.c.until_on, date.max) > bindparam("on")),
    )
    .outerjoin(lycees, lycees.c.uai == grants.c.uai)
    .where(sessions.c.token_hash == bindparam("hash"), accounts.c.closed_at.is_(None))
    .order_by(grants.c.role, grants.c.uai)
)
