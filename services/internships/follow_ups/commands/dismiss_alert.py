"""An alert was opened by mistake."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.publish_alert import publish_alert
from services.internships.follow_ups.model import Alert
from services.internships.follow_ups.store import Alerts


async def dismiss_alert(
    uow: UnitOfWork,
    *,
    alert_id: UUID,
    version: int,
    told_of: UUID | None = None,
    role: str | None = None,
    now: datetime,
) -> Alert:
    """Close an alert that should not be (ouverte par erreur), whatever steps are left.

    `told_of`, `role`: the place and the function of somebody without an account, who takes back what
    they told alone. Raises NotFound, StaleVersion, AlertNotOpen.
    """
    alerts, today = Alerts(uow), local_date(now)
    alert = await alerts.get_for_update(alert_id, version)
    if told_of is not None and (alert.stay.placement_id, alert.opened_as) != (told_of, role):
        raise NotFound
    alert.dismiss(today, role or (uow.actor.role if uow.actor else None))
    await alerts.save(alert)
    publish_alert(uow, alert=alert, on=today)
    return alert
