"""A visit or a contact that was noted is taken back."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PeriodId, PlacementId, PupilYearId
from contracts.internships.follow_up import FollowUpId, FollowUpWithdrawnV1, ReportLevel
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.publish_alert import publish_alert
from services.internships.follow_ups.model import Alert, AlertMatter, gravest
from services.internships.follow_ups.store import Alerts, FollowUp, FollowUps
from services.internships.visits.commands import reopen_visit


async def withdraw_follow_up(
    uow: UnitOfWork, *, follow_up_id: UUID, referent_id: UUID | None = None, now: datetime
) -> UUID:
    """Forget a contact (retrait); its alert is what others told, or closed. Return the place it was about.

    `referent_id`: a teacher takes back what they told alone. Raises NotFound.
    """
    follow_ups, today = FollowUps(uow), local_date(now)
    one = await follow_ups.get(follow_up_id)
    if referent_id is not None and one.referent_id != referent_id:
        raise NotFound
    stay = await follow_ups.stay(one.placement_id)
    await follow_ups.remove(one.id)
    await reopen_visit(uow, follow_up_id=one.id)
    told = FollowUpWithdrawnV1(
        follow_up_id=FollowUpId(one.id),
        placement_id=PlacementId(stay.placement_id),
        pupil_year_id=PupilYearId(stay.pupil_year_id),
        period_id=PeriodId(stay.period_id),
        occurred_on=today,
    )
    uow.publish(told, version=2, uai=stay.uai)
    alert = await Alerts(uow).open_one(stay, AlertMatter.REPORT)
    if alert is not None and one.contact.level is not ReportLevel.NONE:
        await _without(uow, alert, one, now)
    return stay.placement_id


async def _without(uow: UnitOfWork, alert: Alert, gone: FollowUp, now: datetime) -> None:
    """Have an alert say what the contacts left told since it was opened, or close it."""
    known = [gone, *await FollowUps(uow).of_placement(gone.placement_id)]
    began = next((one.noted_at for one in known if one.id == alert.follow_up_id), None)
    if began is None or gone.noted_at < began:
        return
    left = [
        one
        for one in sorted(known[1:], key=lambda one: one.noted_at)
        if one.noted_at >= began and one.contact.level is not ReportLevel.NONE
    ]
    if left:
        first = left[0]
        alert.level = gravest(one.contact.level for one in left)
        if first.id != alert.follow_up_id:
            alert.follow_up_id = first.id
            alert.opened_on, alert.opened_as = local_date(first.noted_at), first.role
        alert.version += 1
    else:
        alert.close(local_date(now), uow.actor.role if uow.actor else gone.role)
    await Alerts(uow).save(alert)
    publish_alert(uow, alert=alert, on=local_date(now))
