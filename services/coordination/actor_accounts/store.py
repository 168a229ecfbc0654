"""Accounts of actors, as they are written."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.tables import actor_accounts

A = actor_accounts.c


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

    async def remove(self, account_id: UUID, actor_id: UUID) -> None:
        """Have it answer for the actor no more; nothing where it does not."""
        await self._uow.execute(
            delete(actor_accounts).where(A.account_id == account_id, A.actor_id == actor_id)
        )
