"""Accounts of actors, as they are written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.model import EndedAccess
from services.coordination.actor_accounts.tables import actor_accounts, ended_accesses

A, ENDED = actor_accounts.c, ended_accesses.c


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
        await self._uow.execute(delete(ended_accesses).where(ENDED.account_id == account_id))

    async def is_open(self, account_id: UUID, person_id: UUID) -> bool:
        """Whether an account answers for an actor as the access of a person."""
        statement = select(A.account_id).where(A.account_id == account_id, A.person_id == person_id)
        return (await self._uow.execute(statement)).first() is not None

    async def end(self, account_id: UUID, actor_id: UUID, at: datetime) -> UUID | None:
        """End an access that was opened for a person of an actor; return the person, if there was one."""
        ending = delete(actor_accounts).where(
            A.account_id == account_id, A.actor_id == actor_id, A.person_id.is_not(None)
        )
        row = (await self._uow.execute(ending.returning(A.person_id))).first()
        if row is None:
            return None
        person_id: UUID = row.person_id
        await self.keep_ended(account_id, person_id, at)
        return person_id

    async def close_unused(self, account_id: UUID, on: date, at: datetime) -> None:
        """End the access of an account the portal closed because nobody used it."""
        ending = delete(actor_accounts).where(A.account_id == account_id, A.person_id.is_not(None))
        row = (await self._uow.execute(ending.returning(A.person_id))).first()
        if row is not None:
            await self.keep_ended(account_id, row.person_id, at, unused_on=on)

    async def ended_of(self, person_id: UUID) -> Sequence[UUID]:
        """The accounts whose access was a person’s, and was ended by the directory."""
        statement = select(ENDED.account_id).where(
            ENDED.person_id == person_id, ENDED.unused_on.is_(None)
        )
        return sorted((await self._uow.execute(statement)).scalars())

    async def ended_at(self, accounts: Collection[UUID]) -> Mapping[UUID, datetime]:
        """When the access of each of these accounts ended, of those that had one and have none."""
        asked = any_(bindparam("accounts", sorted(accounts), ARRAY(Uuid)))
        rows = await self._uow.execute(
            select(ENDED.account_id, ENDED.ended_at).where(ENDED.account_id == asked)
        )
        return {row.account_id: row.ended_at for row in rows}

    async def ended(self, account_id: UUID) -> EndedAccess | None:
        """How the access of an account ended, of one that had one and has none."""
        found = await self._uow.execute(
            select(ENDED.person_id, ENDED.ended_at, ENDED.unused_on).where(
                ENDED.account_id == account_id
            )
        )
        row = found.one_or_none()
        return EndedAccess(row.person_id, row.ended_at, row.unused_on) if row else None

    async def unused_of(self, people: Collection[UUID]) -> Mapping[UUID, date]:
        """The last day an account of each of these people was closed because nobody used it."""
        asked = any_(bindparam("people", sorted(people), ARRAY(Uuid)))
        rows = await self._uow.execute(
            select(ENDED.person_id, func.max(ENDED.unused_on).label("unused_on"))
            .where(ENDED.person_id == asked, ENDED.unused_on.is_not(None))
            .group_by(ENDED.person_id)
        )
        return {row.person_id: row.unused_on for row in rows}

    async def keep_ended(
        self, account_id: UUID, person_id: UUID, at: datetime, *, unused_on: date | None = None
    ) -> None:
        """Keep whose access an account was; known already, nothing changes."""
        keeping = insert(ended_accesses).values(
            account_id=account_id,
            uai=self._uow.department_uai,
            person_id=person_id,
            ended_at=at,
            unused_on=unused_on,
        )
        await self._uow.execute(keeping.on_conflict_do_nothing())

    async def claim(self, people: Collection[UUID]) -> None:
        """Have others who claim these people wait until the commit: row security leaves no row to lock."""
        for person_id in sorted(people):
            key = func.hashtextextended(f"actor_accounts {person_id}", 0)
            await self._uow.execute(select(func.pg_advisory_xact_lock(key)))

    async def end_of(self, people: Collection[UUID], at: datetime) -> Sequence[UUID]:
        """End the accesses opened for some people; return their accounts."""
        await self.claim(people)
        ending = delete(actor_accounts).where(A.person_id.in_(list(people)))
        rows = (await self._uow.execute(ending.returning(A.account_id, A.person_id))).all()
        for row in rows:
            await self.keep_ended(row.account_id, row.person_id, at)
        return sorted(row.account_id for row in rows)

    async def forget_of(self, people: Collection[UUID]) -> Sequence[UUID]:
        """Forget the accesses of some people, those that ended too; return their accounts."""
        await self.claim(people)
        found: set[UUID] = set()
        for table in (actor_accounts, ended_accesses):
            going = delete(table).where(table.c.person_id.in_(list(people)))
            found.update((await self._uow.execute(going.returning(table.c.account_id))).scalars())
        return sorted(found)

    async def remove(self, account_id: UUID, actor_id: UUID) -> None:
        """Have it answer for the actor no more; nothing where it does not, or was opened for a person."""
        await self._uow.execute(
            delete(actor_accounts).where(
                A.account_id == account_id, A.actor_id == actor_id, A.person_id.is_(None)
            )
        )
