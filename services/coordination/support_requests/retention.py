"""How long what a bureau and the supervisor wrote to each other is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.support_requests.model import TOPICS, SupportStatus
from services.coordination.support_requests.store import request_of
from services.coordination.support_requests.tables import support_messages, support_requests

KEPT = timedelta(days=730)
_OVER = (SupportStatus.ANSWERED.value, SupportStatus.WITHDRAWN.value)


async def over(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Requests that were over two years ago."""
    statement = (
        select(support_requests)
        .where(support_requests.c.status.in_(_OVER), support_requests.c.changed_at < now - KEPT)
        .order_by(support_requests.c.changed_at)
        .limit(limit)
    )
    found = [request_of(row) for row in await uow.execute(statement)]
    return [Due(request.id, TOPICS[request.topic]) for request in found]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The request, and what was written."""
    await uow.execute(delete(support_messages).where(support_messages.c.support_id.in_(ids)))
    await uow.execute(delete(support_requests).where(support_requests.c.support_id.in_(ids)))
    return ids


RULES = (Rule("support_requests", "Demandes d’appui closes", "2 ans", over, remove),)
