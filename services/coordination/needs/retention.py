"""How long a need is kept once it is over, and what nobody confirmed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.tables import need_assignments, need_letters, needs

KEPT = timedelta(days=365)
UNVERIFIED_KEPT = timedelta(days=30)
_OVER = (NeedStatus.CLOSED.value, NeedStatus.DISMISSED.value, NeedStatus.ANSWERED.value)
ERASED = (
    *("company", "siret", "company_id", "text", "formation", "answer"),
    *("requester_name", "requester_mail", "requester_phone", "words"),
)
"""What goes; the kind, the days and the outcome stay to be counted."""


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


async def erase_needs(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """Who asked and what they wrote; that there was a need stays."""
    gone = {**dict.fromkeys(ERASED), "erased_at": now}
    await uow.execute(update(needs).where(needs.c.need_id.in_(ids)).values(gone))
    await uow.execute(
        update(need_assignments).where(need_assignments.c.need_id.in_(ids)).values(answer=None)
    )
    await uow.execute(delete(need_letters).where(need_letters.c.need_id.in_(ids)))
    return ids


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


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """Nothing was ever told of it."""
    await uow.execute(delete(need_letters).where(need_letters.c.need_id.in_(ids)))
    await uow.execute(delete(needs).where(needs.c.need_id.in_(ids)))
    return ids


RULES = (
    Rule("needs", "Besoins d’entreprises clos", "1 an", over, erase_needs),
    Rule("unverified_needs", "Demandes non confirmées", "30 jours", unverified, remove),
)
