"""Something is wrong with a pupil at a host."""

from datetime import datetime
from uuid import UUID

from contracts.internships.follow_up import ReportLevel
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.publish_alert import publish_alert
from services.internships.follow_ups.model import HOST, Alert, AlertMatter, gravest
from services.internships.follow_ups.store import Alerts, FollowUps
from services.internships.pupils.store.pupils import Pupils


async def raise_alert(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    matter: AlertMatter,
    level: ReportLevel = ReportLevel.URGENT,
    follow_up_id: UUID | None = None,
    role: str | None = None,
    alert_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Open an alert (alerte), or heighten the one that is open about this, never lower it; return its id.

    `role`: who says it, when they have no account; `alert_id`: that of a new one. What a host says
    is told each time: the page says that the bureau is, and nobody else may have looked since.
    Raises NotFound, NotHosted, PupilErased.
    """
    stay = await FollowUps(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    stay.expect_hosted()
    alerts, today = Alerts(uow), local_date(now)
    alert = await alerts.open_one(stay, matter)
    if alert is None:
        said_as = role or (uow.actor.role if uow.actor else None)
        alert = Alert(alert_id or uow.new_id(), stay, matter, level, today, said_as, follow_up_id)
        alert.raised_by = uow.actor_id
        await alerts.add(alert)
    elif (heard := gravest((alert.level, level))) is alert.level and role != HOST:
        return alert.id
    else:
        alert.level, alert.raised_by = heard, uow.actor_id
        alert.version += 1
        await alerts.save(alert)
    publish_alert(uow, alert=alert, on=today)
    return alert.id
