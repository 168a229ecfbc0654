"""A host says that the pupil did not come."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import HOST, AlertMatter, ArrivalNoted
from services.internships.follow_ups.store import Arrivals, FollowUps
from services.internships.pupils.store.pupils import Pupils


async def report_absence(
    uow: UnitOfWork, *, placement_id: UUID, alert_id: UUID, now: datetime
) -> UUID:
    """Open an alert, urgent, that a pupil did not come (non-arrivée), or find the one that is open.

    `alert_id`: that of a new one. Raises NotFound, NotHosted, PupilErased, ArrivalTooEarly, ArrivalNoted.
    """
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    stay.expect_begun(local_date(now))
    if await Arrivals(uow).of_placement(placement_id):
        raise ArrivalNoted
    return await raise_alert(
        uow,
        placement_id=placement_id,
        matter=AlertMatter.NOT_ARRIVED,
        role=HOST,
        alert_id=alert_id,
        now=now,
    )
