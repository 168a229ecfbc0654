"""How long the supervisor's exchanges, and the people they are with, are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.store import X
from services.coordination.actor_exchanges.tables import actor_exchanges
from services.coordination.actor_people.commands import remove_people
from services.coordination.actor_people.model import ERASED_AFTER
from services.coordination.actor_people.store import OBJECTED, P
from services.coordination.news.model.calendar import local_date

KEPT = timedelta(days=3 * 365)
LEFT_KEPT = timedelta(days=365)


async def old_exchanges(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Exchanges of three years ago."""
    statement = (
        select(X.exchange_id)
        .where(X.occurred_on < local_date(now - KEPT))
        .order_by(X.occurred_on)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def remove_exchanges(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """Remove what was said in exchanges; that one took place stays on the bus."""
    await uow.execute(delete(actor_exchanges).where(X.exchange_id.in_(list(ids))))
    return ids


async def people_gone(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Who left a year ago or objected a month ago, and whom nobody met nor confirmed for three years."""
    met = (
        select(func.max(X.occurred_on))
        .where(X.person_id == P.person_id, X.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    known_on = func.greatest(P.confirmed_on, met)
    statement = (
        select(P.person_id)
        .where(
            or_(
                P.left_on < local_date(now - LEFT_KEPT),
                known_on < local_date(now - KEPT),
                P.person_id.in_(
                    select(OBJECTED.person_id).where(OBJECTED.objected_at < now - ERASED_AFTER)
                ),
            )
        )
        .order_by(P.person_id)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def forget_people(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """Exchanges stay, with nobody; what mails said to them goes too."""
    await remove_people(uow, ids=ids, now=now)
    return ids


RULES = (
    Rule(
        "actor_people",
        "Personnes à joindre chez les acteurs",
        "3 ans",
        people_gone,
        forget_people,
        shared=True,
    ),
    Rule(
        "department_actor_exchanges",
        "Échanges de la supervision avec les acteurs",
        "3 ans",
        old_exchanges,
        remove_exchanges,
        shared=True,
    ),
)
