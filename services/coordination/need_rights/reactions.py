"""What a backup must not bring back of needs."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import erasing
from services.coordination.need_rights.commands import ERASED_KIND, erase_need_again


@erasing.of(ERASED_KIND)
async def erase_the_need_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought back who told it."""
    await erase_need_again(uow, need_id=resource_id, now=now)
