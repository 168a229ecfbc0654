"""Drop addresses, and the mails that came to them."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.security.secret_links import SecretLinks
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.model.dropped_mail import DroppedMail, Ignored
from services.partnerships.drop_box.tables import drop_addresses, dropped_mails

A, M = drop_addresses.c, dropped_mails.c
TOKEN_BYTES = 15
"""120 bits: nobody guesses an address."""


@dataclass(frozen=True)
class DropAddress:
    """Whose mails come to an address, for which lycée."""

    id: UUID
    uai: Uai
    account_id: UUID


@dataclass(frozen=True)
class Waiting:
    """A mail no company was found for, or that was ignored."""

    id: UUID
    uai: Uai
    account_id: UUID
    received_at: datetime
    occurred_on: date
    text: str | None
    unverified: bool
    ignored: Ignored | None


@dataclass(frozen=True)
class WaitingPage:
    """Some of them, the last first; `after` leads to those before."""

    items: Sequence[Waiting]
    after: UUID | None


def token_of(links: SecretLinks, drop_id: UUID) -> str:
    """What comes before the « @ »: derived, hence kept nowhere."""
    key = links.signing_key("drop", row_id=drop_id)[:TOKEN_BYTES]
    return base64.b32encode(key).decode("ascii").lower()


def digest(token: str) -> str:
    """What a token is found by."""
    return hashlib.sha256(token.encode()).hexdigest()


class Drops:
    """The addresses and mails in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def find(self, token: str) -> DropAddress | None:
        """Whose address it is, as long as it is one."""
        return await self._one(A.token_hash == digest(token))

    async def of(self, uai: Uai, account_id: UUID) -> DropAddress | None:
        """The address of somebody, for one lycée."""
        return await self._one(A.uai == uai, A.account_id == account_id)

    async def _one(self, *where: Any) -> DropAddress | None:
        statement = select(drop_addresses).where(A.revoked_at.is_(None), *where)
        row = (await self._uow.execute(statement)).first()
        return row and DropAddress(row.drop_id, Uai(row.uai), row.account_id)

    async def open(self, uai: Uai, account_id: UUID, *, now: datetime) -> None:
        """Give somebody an address, unless they have one."""
        drop_id = self._uow.new_id()
        statement = insert(drop_addresses).values(
            uai=uai,
            drop_id=drop_id,
            account_id=account_id,
            token_hash=digest(token_of(self._uow.links, drop_id)),
            made_at=now,
        )
        await self._uow.execute(statement.on_conflict_do_nothing())

    async def revoke(self, uai: Uai, account_id: UUID, *, now: datetime) -> None:
        """End somebody's address: mails to it are refused."""
        mine = (A.uai == uai, A.account_id == account_id, A.revoked_at.is_(None))
        await self._uow.execute(update(drop_addresses).where(*mine).values(revoked_at=now))

    async def add(
        self,
        address: DropAddress,
        mail: DroppedMail,
        *,
        noted: bool,
        unverified: bool,
        now: datetime,
    ) -> bool:
        """Note that it came, and whether nobody vouched for its sender; False when it came before."""
        unmatched = not noted and mail.ignored is None
        statement = (
            insert(dropped_mails)
            .values(
                uai=address.uai,
                mail_id=self._uow.new_id(),
                account_id=address.account_id,
                key=mail.key,
                received_at=now,
                occurred_on=mail.occurred_on,
                text=mail.text if unmatched else None,
                ignored=mail.ignored,
                done_at=now if noted else None,
                noted=noted,
                unverified=unverified,
            )
            .on_conflict_do_nothing()
            .returning(M.mail_id)
        )
        return (await self._uow.execute(statement)).first() is not None

    async def waiting(
        self, account_id: UUID, limit: int, *, ignored: bool = False, after: UUID | None = None
    ) -> WaitingPage:
        """What somebody is to look at, or what was ignored. Raises NotFound: `after` is not theirs."""
        mine = M.account_id == account_id
        last_first = (M.received_at, M.mail_id)
        kind = M.ignored.is_not(None) if ignored else M.ignored.is_(None)
        statement = select(dropped_mails).where(mine, kind, M.done_at.is_(None))
        if after is not None:
            known = select(*last_first).where(mine, M.mail_id == after)
            last = (await self._uow.execute(known)).first()
            if last is None:
                raise NotFound
            statement = statement.where(tuple_(*last_first) < (last.received_at, last.mail_id))
        statement = statement.order_by(*(one.desc() for one in last_first)).limit(limit + 1)
        found = [_waiting(row) for row in await self._uow.execute(statement)]
        shown = found[:limit]
        return WaitingPage(shown, shown[-1].id if len(found) > limit else None)

    async def read(self, mail_id: UUID, account_id: UUID) -> Waiting:
        """One of somebody's own. Raises NotFound."""
        return await self._own(mail_id, account_id)

    async def take(self, mail_id: UUID, account_id: UUID) -> Waiting:
        """One of somebody's own, held until the end of the transaction. Raises NotFound."""
        return await self._own(mail_id, account_id, held=True)

    async def _own(self, mail_id: UUID, account_id: UUID, *, held: bool = False) -> Waiting:
        statement = select(dropped_mails).where(
            M.mail_id == mail_id, M.account_id == account_id, M.done_at.is_(None)
        )
        row = (await self._uow.execute(statement.with_for_update() if held else statement)).first()
        if row is None:
            raise NotFound
        return _waiting(row)

    async def close(self, mail_id: UUID, *, noted: bool, now: datetime) -> None:
        """Record that it is dealt with; its text stays in the exchange alone."""
        statement = update(dropped_mails).where(M.mail_id == mail_id)
        values = {"done_at": now, "noted": noted, **({"text": None} if noted else {})}
        await self._uow.execute(statement.values(**values))

    async def reopen(self, mail_id: UUID, account_id: UUID) -> None:
        """What was put aside is to be looked at again. Raises NotFound."""
        statement = update(dropped_mails).where(
            M.mail_id == mail_id, M.account_id == account_id, M.noted.is_(False)
        )
        if (await self._uow.execute(statement.values(done_at=None))).rowcount == 0:
            raise NotFound


def _waiting(row: Any) -> Waiting:
    return Waiting(
        row.mail_id,
        Uai(row.uai),
        row.account_id,
        row.received_at,
        row.occurred_on,
        row.text,
        row.unverified,
        Ignored(row.ignored) if row.ignored else None,
    )
