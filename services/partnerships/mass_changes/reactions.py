"""Changes to many companies at once, a part at a time."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.mass_changes.commands.make_changes import JOB as MAKE
from services.partnerships.mass_changes.commands.make_changes import make_changes
from services.partnerships.mass_changes.commands.take_changes_back import JOB as TAKE_BACK
from services.partnerships.mass_changes.commands.take_changes_back import take_changes_back


@timed.job(MAKE)
async def go_on_changing(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """More companies than one transaction takes; the key is `<change id>:<next company>`."""
    await make_changes(uow, change_id=UUID(key.partition(":")[0]), now=now)


@timed.job(TAKE_BACK)
async def go_on_taking_back(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Go on taking a change back."""
    await take_changes_back(uow, change_id=UUID(key.partition(":")[0]), now=now)
