"""A pupil who had left comes back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands.publish_changes import publish_changes
from services.internships.pupils.store.pupils import Pupils


async def cancel_departure(
    uow: UnitOfWork, *, pupil_year_id: UUID, version: int, by_mistake: bool = False, now: datetime
) -> None:
    """Count the pupil again (retour), in the periods not over yet.

    `by_mistake`: the pupil never left, and is counted again in those that are over too.
    Raises NotFound, StaleVersion, PupilNotLeft.
    """
    pupils, rosters, today = Pupils(uow), SettledRosters(uow), local_date(now)
    await pupils.lock_roster_of(pupil_year_id)
    pupil = await pupils.get_for_update(pupil_year_id, version)
    # Whoever comes back was away while these went on.
    await rosters.settle(pupil.uai, pupil.school_year, before=today)
    pupil.come_back()
    await pupils.save(pupil)
    told = {pupil.formation_id}
    for settled in await rosters.of_pupil(pupil.uai, pupil.id):
        if by_mistake or await rosters.goes_on(settled.period_id, pupil.id, today):
            await rosters.save(settled.without([pupil.id]).having([pupil.id]))
            told.add(settled.formation_id)
    await publish_changes(uow, uai=pupil.uai, formation_ids=told, now=now)
