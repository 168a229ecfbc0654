"""How long an address is known whose owner objected to be noted."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.model import REFUSED_YEARS
from services.coordination.actor_people.store import REFUSED
from services.coordination.actor_people.tables import actor_refusals

KEPT = timedelta(days=REFUSED_YEARS * 365)


async def old_refusals(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Digests of addresses of three years ago."""
    statement = (
        select(REFUSED.refusal_id)
        .where(REFUSED.refused_at < now - KEPT)
        .order_by(REFUSED.refused_at)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def remove_refusals(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The digest goes: the address may be noted again."""
    await uow.execute(delete(actor_refusals).where(REFUSED.refusal_id.in_(list(ids))))
    return ids


RULES = (
    Rule(
        "actor_refusals",
        "Adresses de personnes qui se sont opposées à être notées",
        f"{REFUSED_YEARS} ans",
        old_refusals,
        remove_refusals,
        shared=True,
    ),
)
