"""How long lines of shared plans are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_plans.model import OPEN
from services.coordination.account_plans.tables import key_account_line_moves, key_account_lines
from services.coordination.accounts.tables import key_accounts

KEPT = timedelta(days=3 * 365)
L, V, K = key_account_lines.c, key_account_line_moves.c, key_accounts.c


async def old(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Lines that are over, out of the plan, or of an account that is kept no more, for three years."""
    over = L.state.not_in([state.value for state in OPEN])
    kept = select(K.key_account_id).where(K.key_account_id == L.key_account_id).exists()
    statement = (
        select(L.line_id)
        .where(L.changed_at < now - KEPT, or_(over, L.removed_at.is_not(None), ~kept))
        .order_by(L.changed_at)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The line and its steps."""
    await uow.execute(delete(key_account_line_moves).where(V.line_id.in_(ids)))
    await uow.execute(delete(key_account_lines).where(L.line_id.in_(ids)))
    return ids


RULES = (Rule("key_account_lines", "Lignes de plans partagés", "3 ans", old, remove),)
