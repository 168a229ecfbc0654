"""How long is kept who sat in a committee."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.store import Members
from services.coordination.committees.tables import (
    committee_addresses,
    committee_members,
    committees,
)

KEPT = timedelta(days=365)
M, C = committee_members.c, committees.c


async def people_gone(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Who left a year ago, or whose committee was archived then."""
    before = now - KEPT
    addressed = exists().where(committee_addresses.c.member_id == M.member_id)
    statement = (
        select(M.member_id)
        .join(committees, C.committee_id == M.committee_id)
        .where(
            or_(M.left_on < before.date(), C.archived_at < before),
            or_(M.person.is_not(None), addressed),
        )
        .order_by(M.member_id)
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def erase_people(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The seats stay."""
    await Members(uow).erase_people(ids)
    return ids


PEOPLE = Rule(
    "committee_people",
    "Personnes qui ne siègent plus",
    "1 an",
    people_gone,
    erase_people,
    shared=True,
)
