"""When the public directory is read."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.directory_entries.commands import (
    JOB as READ_REGISTER,
)
from services.partnerships.directory_entries.commands import read_register
from services.partnerships.public_directory.queries import asking


@timed.job(READ_REGISTER)
async def read_the_public_register(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Cards that were not read for a week; the key is `<night>`, then `<night>:<site id>`."""
    await read_register(uow, ask=asking(), key=key, now=now)
