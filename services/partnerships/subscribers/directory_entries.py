"""When the public register is read."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.queries.directory import asking
from services.partnerships.subscribers.declared import timed
from services.partnerships.use_cases.plan_reading_register import JOB as READ_REGISTER
from services.partnerships.use_cases.read_register import read_register


@timed.job(READ_REGISTER)
async def read_the_public_register(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Cards that were not read for a week; the key is `<night>`, then `<night>:<site id>`."""
    await read_register(uow, ask=asking(), key=key, now=now)
