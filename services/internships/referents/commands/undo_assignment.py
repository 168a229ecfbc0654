"""What was said of who follows whom is taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.referents.commands.publish_following import publish_following
from services.internships.referents.store.referents import Followings


async def undo_assignment(uow: UnitOfWork, *, act_id: UUID, now: datetime) -> tuple[UUID, int]:
    """Have the pupils of an act followed by whom they were before it; return the period and how many.

    Whom somebody else assigned since stays. Raises NotFound when nothing of the act is left.
    """
    followings = Followings(uow)
    done = await followings.of_act(act_id)
    if not done:
        raise NotFound
    back = [
        replace(one, referent_id=before, version=one.version + 1)
        for one, before in done
        if one.referent_id != before
    ]
    await followings.keep(
        back, act_id=uow.new_id(), before={one.pupil_year_id: one.referent_id for one, _ in done}
    )
    for one in back:
        publish_following(uow, following=one, on=local_date(now))
    return done[0][0].period_id, len(back)
