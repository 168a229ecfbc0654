"""Commands of the desk of who hosts a pupil: its link is given and closed, an opinion given and taken back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.store import FollowUps
from services.internships.host_desk.model import (
    HostAgain,
    HostOpinion,
    OpinionTooEarly,
    StayDays,
    StayNotHosted,
    link_until,
)
from services.internships.host_desk.queries import read_given_space
from services.internships.host_desk.store import HostOpinions
from services.internships.personal_links.commands import open_stay_link, revoke_personal_link
from services.internships.pupils.store.pupils import Pupils


async def give_stay_link(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> UUID:
    """Return the link of who hosts a pupil, given now where there is none.

    Raises NotFound, StayNotHosted, PupilErased.
    """
    space = await read_given_space(uow, placement_id)
    if space.closes_on is None:
        raise StayNotHosted
    return await open_stay_link(
        uow,
        placement_id=placement_id,
        uai=space.uai,
        until=link_until(space.closes_on),
        now=now,
    )


async def close_stay_link(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> bool:
    """Have the link of a stay open nothing any more; whether there was one. Raises NotFound."""
    space = await read_given_space(uow, placement_id)
    if space.link is None:
        return False
    await revoke_personal_link(uow, link_id=space.link.id, now=now)
    return True


async def give_opinion(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    again: HostAgain,
    prepared: int,
    remark: str | None,
    now: datetime,
) -> bool:
    """Keep what a host thinks of a stay (avis), or correct it; whether it is new.

    Raises NotFound, PupilErased, StayNotHosted, OpinionTooEarly, OpinionSettled.
    """
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    space = await read_given_space(uow, placement_id)
    if not space.hosted:
        raise StayNotHosted
    if not StayDays(stay.first_on, space.until_on).is_judged(local_date(now)):
        raise OpinionTooEarly
    if space.opinion:
        space.opinion.expect_correctable(now)
    given_at = space.opinion.given_at if space.opinion else now
    opinion = HostOpinion(again, prepared, remark, given_at)
    await HostOpinions(uow).save(placement_id, stay.uai, opinion)
    return space.opinion is None


async def withdraw_opinion(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> None:
    """Forget what a host thinks of a stay (avis retiré). Raises NotFound, PupilErased, OpinionSettled."""
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    opinions = HostOpinions(uow)
    if found := await opinions.of_placement(placement_id):
        found.expect_correctable(now)
        await opinions.remove(placement_id)
