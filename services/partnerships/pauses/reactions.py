"""When a pause ends."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.pauses.commands import JOB as END_PAUSE
from services.partnerships.pauses.commands import end_pause


@timed.job(END_PAUSE)
async def end_the_pause(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The day of review has passed; the key is `<site id>:<pause id>`."""
    site_id, _, pause_id = key.partition(":")
    await end_pause(uow, site_id=UUID(site_id), pause_id=UUID(pause_id), now=now)
