"""How long what was withdrawn of good practices is kept: long enough to take it back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.good_practices.store import A, C, P
from services.coordination.good_practices.tables import (
    good_practices,
    practice_adoptions,
    practice_comments,
)

KEPT = timedelta(days=30)
DAYS = "30 jours après le retrait"


async def withdrawn(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Practices that were withdrawn a month ago."""
    due = select(P.practice_id, P.title).where(P.withdrawn_at < now - KEPT).limit(limit)
    return [Due(row.practice_id, row.title) for row in await uow.execute(due)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The practice, what was said of it, and who did the same."""
    await uow.execute(delete(practice_comments).where(C.practice_id.in_(ids)))
    await uow.execute(delete(practice_adoptions).where(A.practice_id.in_(ids)))
    await uow.execute(delete(good_practices).where(P.practice_id.in_(ids)))
    return ids


async def withdrawn_comments(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Comments that were withdrawn a month ago."""
    due = select(C.comment_id).where(C.withdrawn_at < now - KEPT).limit(limit)
    return [Due(row.comment_id) for row in await uow.execute(due)]


async def remove_comments(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """Remove comments."""
    await uow.execute(delete(practice_comments).where(C.comment_id.in_(ids)))
    return ids


RULES = (
    Rule("good_practices", "Bonnes pratiques retirées", DAYS, withdrawn, remove),
    Rule("practice_comments", "Commentaires retirés", DAYS, withdrawn_comments, remove_comments),
)
