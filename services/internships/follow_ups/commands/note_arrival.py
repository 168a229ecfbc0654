"""A host says that the pupil came."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.publish_alert import publish_alert
from services.internships.follow_ups.model import HOST, AlertMatter, Stay
from services.internships.follow_ups.store import Alerts, Arrivals, FollowUps
from services.internships.pupils.store.pupils import Pupils


async def note_arrival(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> bool:
    """Note that a pupil came (arrivée), and close the host's alert that they did not; whether it is new.

    Raises NotFound, NotHosted, PupilErased, ArrivalTooEarly.
    """
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    stay.expect_hosted()
    stay.expect_begun(local_date(now))
    if not await Arrivals(uow).add(stay, now):
        return False
    await _close_absence(uow, stay, now)
    return True


async def _close_absence(uow: UnitOfWork, stay: Stay, now: datetime) -> None:
    """What a host said is over; what somebody else said stays until they close it."""
    alerts, today = Alerts(uow), local_date(now)
    alert = await alerts.open_one(stay, AlertMatter.NOT_ARRIVED)
    if alert is None or alert.opened_as != HOST:
        return
    alert.close(today, HOST)
    await alerts.save(alert)
    publish_alert(uow, alert=alert, on=today)
