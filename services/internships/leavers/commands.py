"""Commands of a departure (départ en cours d’année): recorded, cancelled."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.internships.periods import WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands import publish_changes
from services.internships.placements.commands.give_up_placement import give_up_placement
from services.internships.pupils.model import Pupil
from services.internships.pupils.store.pupils import Pupils
from services.internships.ruptures.commands import end_placement
from services.internships.stays.model.placement import Placement
from services.internships.stays.model.states import PlacementAction, PlacementStatus
from services.internships.stays.store.placements import Placements


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


async def record_departure(
    uow: UnitOfWork, *, pupil_year_id: UUID, version: int | None, on: date, now: datetime
) -> None:
    """Record that a pupil left (sortie), confirmed by a human: places not begun are given up, the one begun ends.

    `version` is None where the same transaction changed the pupil before.

    Raises NotFound, StaleVersion, PupilLeft, DepartureInTheFuture.
    """
    pupils = Pupils(uow)
    await pupils.lock_roster_of(pupil_year_id)
    pupil = await pupils.get_for_update(pupil_year_id, version)
    pupil.leave(on, today=local_date(now))
    await pupils.save(pupil)
    for placement in await Placements(uow).live_of_pupil(pupil_year_id, from_day=on):
        await _leave_host(uow, placement, on, now)
    told = {pupil.formation_id, *await _leave_finished_periods(uow, pupil)}
    await publish_changes(uow, uai=pupil.uai, formation_ids=told, now=now)


async def _leave_finished_periods(uow: UnitOfWork, pupil: Pupil) -> Collection[UUID]:
    """Whoever left before the end of a period was not expected to its end, though it is over; in which formations."""
    rosters, told = SettledRosters(uow), set()
    for settled in await rosters.of_pupil(pupil.uai, pupil.id):
        gone = await rosters.gone_before_the_end(settled.period_id, [pupil.id])
        await rosters.save(settled.losing(gone))
        told.add(settled.formation_id)
    return told


async def _leave_host(uow: UnitOfWork, placement: Placement, on: date, now: datetime) -> None:
    """Who leaves the lycée while at a host was there until the day before; or never, on the first day."""
    if placement.state_on(on) is not PlacementStatus.IN_PROGRESS:
        await give_up_placement(
            uow, placement=placement, reason=WithdrawalReason.PUPIL, on=on, now=now
        )
        return
    begun = on > placement.starts_on
    await end_placement(
        uow,
        placement=placement,
        action=PlacementAction.INTERRUPT if begun else PlacementAction.NOTE_NO_SHOW,
        on=on - timedelta(days=1) if begun else on,
        reason=EndReason.PUPIL,
        now=now,
    )
