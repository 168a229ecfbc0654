"""One of the things to do within 48 hours was done."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.model import Alert, Step
from services.internships.follow_ups.store import Alerts


async def tick_step(
    uow: UnitOfWork,
    *,
    alert_id: UUID,
    version: int,
    step: Step,
    done: bool,
    now: datetime,
) -> Alert:
    """Tick a step (étape faite), with today and the role of who says it, or take that back.

    Raises NotFound, StaleVersion, AlertNotOpen.
    """
    alerts = Alerts(uow)
    alert = await alerts.get_for_update(alert_id, version)
    if done:
        alert.tick(step, local_date(now), uow.actor.role if uow.actor else None)
    else:
        alert.untick(step)
    await alerts.save(alert)
    return alert
