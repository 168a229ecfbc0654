"""Commands of the desk of who hosts a pupil: its link is given by the bureau, and closed."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.host_desk.model import StayNotHosted, link_until
from services.internships.host_desk.queries import read_given_space
from services.internships.personal_links.commands import open_stay_link, revoke_personal_link


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
