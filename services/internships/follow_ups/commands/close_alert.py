"""What was wrong at a host was dealt with."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.publish_alert import publish_alert
from services.internships.follow_ups.model import Alert
from services.internships.follow_ups.store import Alerts


async def close_alert(
    uow: UnitOfWork, *, alert_id: UUID, version: int, again: bool = False, now: datetime
) -> Alert:
    """Close an alert (clôture), or open it `again` when that was a mistake.

    Raises NotFound, StaleVersion, AlertNotOpen, AlertStillOpen, StepsLeft.
    """
    alerts, today = Alerts(uow), local_date(now)
    alert = await alerts.get_for_update(alert_id, version)
    if again:
        alert.reopen(uow.actor_id)
    else:
        alert.close(today, uow.actor.role if uow.actor else None)
    await alerts.save(alert)
    publish_alert(uow, alert=alert, on=today)
    return alert
