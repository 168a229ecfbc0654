"""Erasures that follow a backup put back."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import erasing
from services.internships.rights.commands import ERASED_KIND
from services.internships.rights.store import erase_pupils


@erasing.of(ERASED_KIND)
async def erase_the_pupil_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the name back; the other services were told at the time."""
    await erase_pupils(uow, [resource_id], now=now)
