"""A pupil who had left comes back."""

from datetime import datetime
from uuid import UUID

from services.chassis.work import UnitOfWork
from services.internships.storage.pupils import Pupils
from services.internships.use_cases.tell_coverage import tell_coverage


async def cancel_departure(
    uow: UnitOfWork, *, pupil_year_id: UUID, version: int, now: datetime
) -> None:
    """Count the pupil again (retour). Raises NotFound, StaleVersion, PupilNotLeft."""
    pupils = Pupils(uow)
    pupil = await pupils.get_for_update(pupil_year_id, version)
    pupil.come_back()
    await pupils.save(pupil)
    await tell_coverage(uow, uai=pupil.uai, formation_ids=[pupil.formation_id], now=now)
