"""Somebody of the lycée was in touch about a pupil at a host."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PeriodId, PlacementId, PupilYearId
from contracts.internships.follow_up import FollowUpId, FollowUpNotedV1, ReportLevel
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter, Contact, Stay
from services.internships.follow_ups.store import FollowUp, FollowUps
from services.internships.pupils.store.pupils import Pupils
from services.internships.visits.commands import close_visit


async def note_follow_up(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    contact: Contact,
    referent_id: UUID | None = None,
    role: str | None = None,
    now: datetime,
) -> UUID:
    """Note a visit or another contact (suivi); a level above none opens an alert. Return its id.

    A visit closes the one that was planned by then.

    `referent_id`, `role`: of a teacher who tells it by a link. Raises NotFound, NotHosted,
    PupilErased, ContactInTheFuture, ContactOfAnotherYear.
    """
    follow_ups = FollowUps(uow)
    stay = await follow_ups.stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    stay.expect_hosted()
    contact.expect_plausible(stay, today=local_date(now))
    said_as = role or (uow.actor.role if uow.actor else None)
    one = FollowUp(uow.new_id(), stay.placement_id, contact, now, said_as, referent_id)
    await follow_ups.add(one, stay)
    await close_visit(
        uow, placement_id=placement_id, noted_by=one.id, how=contact.kind, on=contact.on
    )
    uow.publish(_noted(one, stay), uai=stay.uai)
    if contact.level is not ReportLevel.NONE:
        await raise_alert(
            uow,
            placement_id=stay.placement_id,
            matter=AlertMatter.REPORT,
            level=contact.level,
            follow_up_id=one.id,
            role=said_as,
            now=now,
        )
    return one.id


def _noted(one: FollowUp, stay: Stay) -> FollowUpNotedV1:
    return FollowUpNotedV1(
        follow_up_id=FollowUpId(one.id),
        placement_id=PlacementId(stay.placement_id),
        pupil_year_id=PupilYearId(stay.pupil_year_id),
        period_id=PeriodId(stay.period_id),
        kind=one.contact.kind,
        level=one.contact.level,
        occurred_on=one.contact.on,
    )
