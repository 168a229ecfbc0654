"""A pupil leaves the lycée."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships import WithdrawalReason
from services.chassis.work import UnitOfWork
from services.internships.domain.tally import local_date
from services.internships.storage.placements import Placements
from services.internships.storage.pupils import Pupils
from services.internships.use_cases.give_up_placement import give_up_placement
from services.internships.use_cases.tell_coverage import tell_coverage


async def record_departure(
    uow: UnitOfWork, *, pupil_year_id: UUID, version: int, on: date, now: datetime
) -> None:
    """Record that a pupil left (sortie), confirmed by a human; places not over yet are given up.

    Raises NotFound, StaleVersion, PupilLeft, DepartureInTheFuture.
    """
    pupils = Pupils(uow)
    pupil = await pupils.get_for_update(pupil_year_id, version)
    pupil.leave(on, today=local_date(now))
    await pupils.save(pupil)
    for placement in await Placements(uow).live_of_pupil(pupil_year_id, from_day=on):
        await give_up_placement(uow, placement=placement, reason=WithdrawalReason.PUPIL, now=now)
    await tell_coverage(uow, uai=pupil.uai, formation_ids=[pupil.formation_id], now=now)
