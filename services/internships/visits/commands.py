"""Commands of visits: one is planned, moved, called off, and closed by what is noted of it."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import ContactId, PlacementId
from contracts.internships.follow_up import ContactKind
from contracts.internships.visits import VisitId, VisitInviteAskedV1, VisitInviteKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.pupils.store.pupils import Pupils
from services.internships.stays.model.placement import Placement
from services.internships.stays.model.states import HOSTED
from services.internships.visits.model import (
    Visit,
    VisitAlreadyPlanned,
    VisitedStay,
    VisitPlan,
)
from services.internships.visits.store import Visits


async def plan_visit(
    uow: UnitOfWork, *, placement_id: UUID, plan: VisitPlan, now: datetime
) -> Visit:
    """Plan a visit (visite prévue); who hosts is written to.

    Raises NotFound, PupilErased, NobodyToVisit, VisitInThePast, VisitOutsideStay, VisitAlreadyPlanned.
    """
    stay = await _stay(uow, placement_id)
    stay.expect_there()
    plan.expect_possible(stay, today=local_date(now))
    await _expect_none(uow, placement_id)
    one = Visit(uow.new_id(), stay.uai, placement_id, stay.tutor_id, plan)
    await Visits(uow).add(one)
    _ask(uow, one, VisitInviteKind.PLANNED, now)
    return one


async def move_visit(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    visit_id: UUID,
    version: int,
    plan: VisitPlan,
    now: datetime,
) -> VisitPlan | None:
    """Move a visit (déplacement); return what it was, None where nothing changes.

    Raises NotFound, StaleVersion, PupilErased, NobodyToVisit, VisitInThePast, VisitOutsideStay,
    VisitNotPlanned.
    """
    stay, one = await _of_stay(uow, placement_id, visit_id, version)
    stay.expect_there()
    plan.expect_possible(stay, today=local_date(now))
    before = one.plan
    if not one.move(plan):
        return None
    await Visits(uow).save(one)
    _ask(uow, one, VisitInviteKind.MOVED, now)
    return before


async def cancel_visit(
    uow: UnitOfWork, *, placement_id: UUID, visit_id: UUID, version: int, now: datetime
) -> Visit:
    """Call a visit off (annulation): who hosts is told, if they were told of it.

    Raises NotFound, StaleVersion, PupilErased, VisitNotPlanned.
    """
    _, one = await _of_stay(uow, placement_id, visit_id, version)
    await _call_off(uow, one, now)
    return one


async def restore_visit(
    uow: UnitOfWork, *, placement_id: UUID, visit_id: UUID, version: int, now: datetime
) -> Visit:
    """Have a visit that was called off stand again.

    Raises NotFound, StaleVersion, PupilErased, NobodyToVisit, VisitInThePast, VisitOutsideStay,
    VisitAlreadyPlanned.
    """
    stay, one = await _of_stay(uow, placement_id, visit_id, version)
    stay.expect_there()
    one.plan.expect_possible(stay, today=local_date(now))
    await _expect_none(uow, placement_id)
    one.restore()
    await Visits(uow).save(one)
    _ask(uow, one, VisitInviteKind.PLANNED, now)
    return await _retell(uow, one, stay.tutor_id, now) if one.tutor_id != stay.tutor_id else one


async def close_visit(
    uow: UnitOfWork, *, placement_id: UUID, noted_by: UUID, how: ContactKind, on: date
) -> None:
    """Have a visit that was noted (visite faite) close the one that was planned by then: nobody is told."""
    one = await Visits(uow).standing(placement_id, lock=True)
    if one is not None and one.is_noted_by(how, on):
        one.note(noted_by)
        await Visits(uow).save(one)


async def reopen_visit(uow: UnitOfWork, *, follow_up_id: UUID) -> None:
    """Have the visit a follow-up closed stand again, unless another one was planned since."""
    one = await Visits(uow).noted_by(follow_up_id)
    if one is not None and await Visits(uow).standing(one.placement_id) is None:
        one.note(None)
        await Visits(uow).save(one)


async def follow_stay(uow: UnitOfWork, *, placement: Placement, now: datetime) -> None:
    """Call the visit of a stay off that moved away from its day, or ended; tell another tutor of it."""
    one = await Visits(uow).standing(placement.id, lock=True)
    if one is None:
        return
    last = placement.the_end.on if placement.the_end else placement.ends_on
    there = placement.status in HOSTED and placement.starts_on <= one.plan.on <= last
    if there and one.tutor_id == placement.tutor_id:
        return
    if there:
        await _retell(uow, one, placement.tutor_id, now)
    else:
        await _call_off(uow, one, now)


async def follow_period(uow: UnitOfWork, *, period_id: UUID, now: datetime) -> None:
    """Call the visits off (report de la PFMP) whose day is in the period no more."""
    for one in await Visits(uow).missed_by(period_id):
        await _call_off(uow, one, now)


async def _stay(uow: UnitOfWork, placement_id: UUID) -> VisitedStay:
    """The stay, its pupil locked: two who plan at once wait for each other."""
    stay = await Visits(uow).stay(placement_id)
    await Pupils(uow).get_for_update(stay.pupil_year_id)
    return stay


async def _of_stay(
    uow: UnitOfWork, placement_id: UUID, visit_id: UUID, version: int
) -> tuple[VisitedStay, Visit]:
    stay = await _stay(uow, placement_id)
    one = await Visits(uow).get_for_update(visit_id, version)
    if one.placement_id != placement_id:
        raise NotFound
    return stay, one


async def _expect_none(uow: UnitOfWork, placement_id: UUID) -> None:
    if await Visits(uow).standing(placement_id) is not None:
        raise VisitAlreadyPlanned


async def _retell(uow: UnitOfWork, one: Visit, tutor_id: UUID | None, now: datetime) -> Visit:
    """Call it off for who was told, and plan it for who is the tutor now: an appointment has one reader."""
    await _call_off(uow, one, now)
    again = Visit(uow.new_id(), one.uai, one.placement_id, tutor_id, one.plan)
    await Visits(uow).add(again)
    _ask(uow, again, VisitInviteKind.PLANNED, now)
    return again


async def _call_off(uow: UnitOfWork, one: Visit, now: datetime) -> None:
    one.call_off()
    await Visits(uow).save(one)
    _ask(uow, one, VisitInviteKind.CALLED_OFF, now)


def _ask(uow: UnitOfWork, one: Visit, kind: VisitInviteKind, now: datetime) -> None:
    asked = VisitInviteAskedV1(
        visit_id=VisitId(one.id),
        placement_id=PlacementId(one.placement_id),
        tutor_id=ContactId(one.tutor_id) if one.tutor_id else None,
        kind=kind,
        occurred_on=local_date(now),
    )
    uow.publish(asked, version=one.version, uai=one.uai)
