"""Erasures that follow a backup put back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.storage.erasures import erase_pupils
from services.internships.subscribers.registry import erasing
from services.internships.use_cases.erase_pupil import ERASED_KIND


@erasing.of(ERASED_KIND)
async def erase_the_pupil_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the name back; the other services were told at the time."""
    await erase_pupils(uow, [resource_id], now=now)
