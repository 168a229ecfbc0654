"""The job of each working morning that looks at which hosts are to be written to."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.host_letters.commands import JOB, since_of, write_to_hosts


@timed.job(JOB)
async def write_each_morning(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """At six in the morning; the key begins with the day it was planned for."""
    await write_to_hosts(uow, uai=uow.writing_for(), since=since_of(key), now=now)
