"""Accounts by when they were used last, and what their owners were told of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Row, Uuid, any_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import accounts, grants
from services.portal.api_tokens.tables import api_tokens
from services.portal.inactivity.model import Unused, Warned
from services.portal.inactivity.tables import inactivity_warnings

PARIS = ZoneInfo("Europe/Paris")
A, G, T, W = accounts.c, grants.c, api_tokens.c, inactivity_warnings.c


class Inactivity:
    """The open accounts of the department, and their warnings."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def accounts(self, *, on: date) -> Mapping[UUID, Unused]:
        """Every open account with its last use: a sign-in, that of a program in its name, its creation.

        Who was just given an access is expected to come: it counts as one.
        """
        by_program = select(func.max(T.last_used_at)).where(T.account_id == A.account_id)
        given = select(func.max(G.granted_at)).where(G.account_id == A.account_id)
        used = func.greatest(
            *(A.used_at, A.created_at, by_program.scalar_subquery(), given.scalar_subquery())
        )
        held = select(func.array_agg(G.role)).where(
            G.account_id == A.account_id,
            G.from_on <= on,
            func.coalesce(G.until_on, date.max) > on,
        )
        statement = select(
            *(A.account_id, used.label("used_at"), held.scalar_subquery().label("roles")),
            A.password_hash.is_not(None).label("opens"),
        ).where(A.closed_at.is_(None))
        return {
            row.account_id: Unused(
                row.account_id,
                row.used_at,
                row.used_at.astimezone(PARIS).date(),
                frozenset(Role(role) for role in row.roles or ()),
                row.opens,
            )
            for row in await self._uow.execute(statement)
        }

    async def warned(self) -> Sequence[Warned]:
        """All that was told and not forgotten."""
        rows = await self._uow.execute(select(inactivity_warnings).order_by(W.account_id))
        return [_warned(row) for row in rows]

    async def told_by(self, notice_id: UUID) -> Warned | None:
        """What a mail says, the first or the second one."""
        those = (W.first_id == notice_id) | (W.last_id == notice_id)
        row = (await self._uow.execute(select(inactivity_warnings).where(those))).one_or_none()
        return _warned(row) if row else None

    async def keep(self, warned: Warned) -> None:
        """Keep what was told last of an account."""
        values = {"uai": self._uow.department_uai, **vars(warned)}
        added = insert(inactivity_warnings).values(**values)
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["account_id"], set_=values)
        )

    async def note_told(self, notice_id: UUID, *, on: date) -> None:
        """Keep that the second mail left; another one was asked for since, or another use: nothing."""
        await self._uow.execute(
            update(inactivity_warnings).where(W.last_id == notice_id).values(told_on=on)
        )

    async def forget(self, account_ids: Collection[UUID]) -> None:
        """Forget what is of no account that is unused any more."""
        asked: Any = any_(bindparam("ids", list(account_ids), ARRAY(Uuid)))
        await self._uow.execute(delete(inactivity_warnings).where(W.account_id == asked))


def _warned(row: Row[Any]) -> Warned:
    return Warned(
        *(row.account_id, row.used_at, row.closes_on, row.first_id),
        *(row.last_id, row.last_on, row.told_on),
    )
