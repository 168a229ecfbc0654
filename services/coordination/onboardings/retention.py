"""How long it is kept how far a bureau was."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.onboardings.tables import onboarding_ticks, onboardings

KEPT = timedelta(days=730)
B, T = onboardings.c, onboarding_ticks.c


async def over(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Lists of steps that were closed two years ago."""
    statement = select(B.onboarding_id).where(B.closed_at < now - KEPT).limit(limit)
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The list of a bureau, and what it ticked."""
    await uow.execute(delete(onboarding_ticks).where(T.onboarding_id.in_(ids)))
    await uow.execute(delete(onboardings).where(B.onboarding_id.in_(ids)))
    return ids


RULES = (Rule("onboardings", "Prises de poste closes", "2 ans", over, remove),)
