"""Accounts of actors, as they are written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.tables import actor_accounts

A = actor_accounts.c


@dataclass(frozen=True)
class Opened:
    """An access opened for a person: the account, and since when it answers for the actor."""

    account_id: UUID
    since: datetime


class ActorAccounts:
    """Which account answers for which actor."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def actor_of(self, account_id: UUID) -> UUID | None:
        """The actor this account answers for, if it was tied to one."""
        statement = select(A.actor_id).where(A.account_id == account_id)
        found: UUID | None = (await self._uow.execute(statement)).scalar_one_or_none()
        return found

    async def all(self) -> Mapping[UUID, UUID]:
        """The actor of each account that is tied."""
        rows = await self._uow.execute(select(A.account_id, A.actor_id).order_by(A.tied_at))
        return {row.account_id: row.actor_id for row in rows}

    async def add(self, account_id: UUID, actor_id: UUID, at: datetime) -> bool:
        """Record that an account answers for an actor; whether it answered for none."""
        statement = (
            insert(actor_accounts)
            .values(
                account_id=account_id,
                uai=self._uow.department_uai,
                actor_id=actor_id,
                tied_at=at,
            )
            .on_conflict_do_nothing()
            .returning(A.account_id)
        )
        return (await self._uow.execute(statement)).scalar_one_or_none() is not None

    async def opened_of(self, actor_id: UUID) -> Mapping[UUID, Opened]:
        """The access opened for each person of an actor who has one."""
        statement = select(actor_accounts).where(A.actor_id == actor_id, A.person_id.is_not(None))
        rows = await self._uow.execute(statement)
        return {row.person_id: Opened(row.account_id, row.tied_at) for row in rows}

    async def open(self, account_id: UUID, actor_id: UUID, person_id: UUID, at: datetime) -> None:
        """Record whose access an account is; one that was tied by hand meanwhile is theirs too."""
        values = {"actor_id": actor_id, "person_id": person_id}
        await self._uow.execute(
            insert(actor_accounts)
            .values(account_id=account_id, uai=self._uow.department_uai, tied_at=at, **values)
            .on_conflict_do_update(index_elements=[A.account_id], set_=values)
        )

    async def end(self, account_id: UUID, actor_id: UUID) -> bool:
        """Forget an access that was opened for a person of an actor; whether there was one."""
        ending = delete(actor_accounts).where(
            A.account_id == account_id, A.actor_id == actor_id, A.person_id.is_not(None)
        )
        return (await self._uow.execute(ending.returning(A.account_id))).first() is not None

    async def claim(self, people: Collection[UUID]) -> None:
        """Have others who claim these people wait until the commit: row security leaves no row to lock."""
        for person_id in sorted(people):
            key = func.hashtextextended(f"actor_accounts {person_id}", 0)
            await self._uow.execute(select(func.pg_advisory_xact_lock(key)))

    async def end_of(self, people: Collection[UUID]) -> Sequence[UUID]:
        """Forget the accesses opened for some people; return their accounts."""
        await self.claim(people)
        ending = delete(actor_accounts).where(A.person_id.in_(list(people)))
        found = await self._uow.execute(ending.returning(A.account_id))
        return sorted(found.scalars())

    async def remove(self, account_id: UUID, actor_id: UUID) -> None:
        """Have it answer for the actor no more; nothing where it does not, or was opened for a person."""
        await self._uow.execute(
            delete(actor_accounts).where(
                A.account_id == account_id, A.actor_id == actor_id, A.person_id.is_(None)
            )
        )
