"""The sessions, by the hash of their secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Table, bindparam, delete, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import accounts, grants
from services.portal.lycees.tables import lycees
from services.portal.sessions.tables import sessions

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class OpenSession:
    """A session as the database keeps it, with who it belongs to on a given day."""

    identity: Identity
    began_at: datetime
    seen_at: datetime
    by_second_factor: bool
    """Whether its account is asked a code: none of its sessions began without one."""


@dataclass(frozen=True)
class Connection:
    """A session as its owner sees it: nothing in it opens anything."""

    id: UUID
    device: str
    began_at: datetime
    seen_at: datetime
    token_hash: bytes


class Sessions:
    """The sessions, by the hash of their secret."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def begin(
        self, token_hash: bytes, account_id: UUID, *, device: str = "", now: datetime
    ) -> None:
        await self._uow.execute(
            insert(sessions),
            {
                "token_hash": token_hash,
                "account_id": account_id,
                "began_at": now,
                "seen_at": now,
                "session_id": self._uow.new_id(),
                "device": device,
            },
        )

    async def of_account(
        self, account_id: UUID, *, begun_after: datetime, seen_after: datetime
    ) -> list[Connection]:
        """The account's sessions that are not over, the last used first."""
        found = await self._uow.execute(
            select(sessions)
            .where(
                sessions.c.account_id == account_id,
                sessions.c.began_at > begun_after,
                sessions.c.seen_at > seen_after,
            )
            .order_by(sessions.c.seen_at.desc(), sessions.c.session_id)
        )
        return [
            Connection(row.session_id, row.device, row.began_at, row.seen_at, row.token_hash)
            for row in found
        ]

    async def close(self, account_id: UUID, session_id: UUID) -> bool:
        """End one session of the account; False when it has none with this id."""
        ended = await self._uow.execute(
            delete(sessions)
            .where(sessions.c.account_id == account_id, sessions.c.session_id == session_id)
            .returning(sessions.c.session_id)
        )
        return ended.first() is not None

    async def stands(self, token_hash: bytes) -> bool:
        """Whether nothing has ended it."""
        found = select(sessions.c.session_id).where(sessions.c.token_hash == token_hash)
        return (await self._uow.execute(found)).first() is not None

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
        rows = (await self._uow.run(_SESSION, {"hash": token_hash, "on": on})).all()
        if not rows:
            return None
        first = rows[0]
        return OpenSession(
            identity_in(rows), first.began_at, first.seen_at, first.second_factor_at is not None
        )


def behind_a_secret(table: Table, *columns: Any) -> Select[Any]:
    """Whose a secret is (`hash`), with the grants of the account that hold on a day (`on`)."""
    return (
        select(
            *columns,
            accounts.c.account_id,
            accounts.c.display_name,
            accounts.c.second_factor_at,
            grants.c.role,
            grants.c.uai,
            grants.c.until_on,
            lycees.c.name.label("lycee"),
            lycees.c.commune,
        )
        .select_from(table)
        .join(accounts, accounts.c.account_id == table.c.account_id)
        .outerjoin(
            grants,
            (grants.c.account_id == accounts.c.account_id)
            & (grants.c.from_on <= bindparam("on"))
            & (func.coalesce(grants.c.until_on, date.max) > bindparam("on")),
        )
        .outerjoin(lycees, lycees.c.uai == grants.c.uai)
        .where(table.c.token_hash == bindparam("hash"), accounts.c.closed_at.is_(None))
        .order_by(grants.c.role, grants.c.uai)
    )


def identity_in(rows: Sequence[Any]) -> Identity:
    """Read the rows of `behind_a_secret`; there is one at least."""
    held = dict.fromkeys(
        Grant(Role(row.role), Uai(row.uai) if row.uai else None, row.lycee, row.commune)
        for row in rows
        if row.role
    )
    ends_on = min((row.until_on for row in rows if row.until_on), default=None)
    until = datetime.combine(ends_on, time(), PARIS) if ends_on else None
    return Identity(rows[0].account_id, rows[0].display_name, tuple(held), until=until)


# Compiled once: every page of every service asks whose session it comes from.
_SESSION = Prepared(behind_a_secret(sessions, sessions.c.began_at, sessions.c.seen_at))
