"""Somebody is taken off the list of referent teachers."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.referents.commands.publish_following import publish_following
from services.internships.referents.model import ReferentFollowsPupils
from services.internships.referents.store.referents import Followings, Referents


async def remove_referent(uow: UnitOfWork, *, referent_id: UUID, now: datetime) -> None:
    """Forget a referent teacher who follows nobody. Raises NotFound, ReferentFollowsPupils."""
    referents = Referents(uow)
    await referents.get(referent_id, lock=True)
    if await Followings(uow).follows_anybody(referent_id):
        raise ReferentFollowsPupils
    for one in await referents.remove(referent_id):
        publish_following(uow, following=one, on=local_date(now))
