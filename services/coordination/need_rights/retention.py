"""How long a need is kept once it is over, and what nobody confirmed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_rights.commands import end_need, have_letters_forgotten
from services.coordination.needs.model.states import OPEN, NeedStatus
from services.coordination.needs.store.erasure import erase_needs
from services.coordination.needs.store.needs import Needs
from services.coordination.needs.tables import (
    need_letters,
    need_precisions,
    needs,
)

KEPT = timedelta(days=365)
ABANDONED_AFTER = timedelta(days=730)
"""What nobody ever closed: whoever asked waits for nothing any more after two years without a move."""
UNVERIFIED_KEPT = timedelta(days=30)
_OVER = (NeedStatus.CLOSED.value, NeedStatus.DISMISSED.value, NeedStatus.ANSWERED.value)


async def over(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Needs that were over a year ago."""
    statement = (
        select(needs.c.need_id, needs.c.company)
        .where(
            needs.c.status.in_(_OVER), needs.c.erased_at.is_(None), needs.c.changed_at < now - KEPT
        )
        .order_by(needs.c.changed_at)
        .limit(limit)
    )
    return [Due(row.need_id, row.company) for row in await uow.execute(statement)]


async def abandoned(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Needs nobody ever closed, and that did not move for two years."""
    statement = (
        select(needs.c.need_id, needs.c.company)
        .where(
            needs.c.status.in_([one.value for one in OPEN]),
            needs.c.erased_at.is_(None),
            needs.c.changed_at < now - ABANDONED_AFTER,
        )
        .order_by(needs.c.changed_at)
        .limit(limit)
    )
    return [Due(row.need_id, row.company) for row in await uow.execute(statement)]


async def close_and_erase(
    uow: UnitOfWork, ids: Collection[UUID], now: datetime
) -> Collection[UUID]:
    """They are over, without an answer; that there were needs stays, to be counted."""
    for need_id in sorted(ids):
        await end_need(uow, need=await Needs(uow).get_for_update(need_id), now=now)
    return await erase_needs(uow, ids, now)


async def unverified(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """What was sent a month ago and nobody answered for."""
    statement = (
        select(needs.c.need_id, needs.c.company)
        .where(
            needs.c.received_at.is_(None),
            needs.c.erased_at.is_(None),
            needs.c.changed_at < now - UNVERIFIED_KEPT,
        )
        .order_by(needs.c.changed_at)
        .limit(limit)
    )
    return [Due(row.need_id, row.company) for row in await uow.execute(statement)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """Nothing was ever told of it; the mail that asked for a confirmation is forgotten too."""
    for need_id in sorted(ids):
        await have_letters_forgotten(uow, need_id=need_id, now=now)
    await uow.execute(delete(need_precisions).where(need_precisions.c.need_id.in_(ids)))
    await uow.execute(delete(need_letters).where(need_letters.c.need_id.in_(ids)))
    await uow.execute(delete(needs).where(needs.c.need_id.in_(ids)))
    return ids


# Of the department: several bureaux have one need, and none of them may take away what another wrote.
RULES = (
    Rule("needs", "Besoins d’entreprises clos", "1 an", over, erase_needs, shared=True),
    Rule(
        *("abandoned_needs", "Besoins que personne n’a clos", "2 ans", abandoned, close_and_erase),
        shared=True,
    ),
    Rule(
        *("unverified_needs", "Demandes non confirmées", "30 jours", unverified, remove),
        shared=True,
    ),
)
