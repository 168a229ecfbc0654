"""Erasing who told a need, and what was written of it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, update

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.tables import (
    need_assignments,
    need_letters,
    need_precisions,
    needs,
)

ERASED = (
    *("company", "siret", "company_id", "text", "formation", "answer"),
    *("requester_name", "requester_mail", "requester_phone", "words"),
)
"""What goes; the kind, the days and the outcome stay to be counted."""


async def erase_needs(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """Who asked and what they wrote; that there was a need stays, and answered is all it will be."""
    answered = needs.c.status == NeedStatus.ANSWERED.value
    status = case((answered, NeedStatus.CLOSED.value), else_=needs.c.status)
    gone = {**dict.fromkeys(ERASED), "erased_at": now, "status": status}
    await uow.execute(update(needs).where(needs.c.need_id.in_(ids)).values(gone))
    await uow.execute(
        update(need_assignments).where(need_assignments.c.need_id.in_(ids)).values(answer=None)
    )
    await uow.execute(delete(need_letters).where(need_letters.c.need_id.in_(ids)))
    await uow.execute(delete(need_precisions).where(need_precisions.c.need_id.in_(ids)))
    return ids
