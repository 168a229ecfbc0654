"""A clock that was set back (horloge reculée): what was to be done later waits no longer than that.

Whoever had the later hour wrote times that are hours away now: mails would wait for them.
"""

from datetime import datetime

from sqlalchemy import case, func, or_, update

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import UNFINISHED, State
from services.notifications.storage.leases import LEASE
from services.notifications.storage.mail_tables import mails


async def heed_clock_set_back(uow: UnitOfWork, *, now: datetime) -> int:
    """Have what was put off by a later hour be due now; how many mails.

    An hour that differs by less than the time of a lease is that of another machine.
    """
    c, later = mails.c, now + LEASE
    held = c.state == State.ATTEMPTING
    by_the_other_hour = func.coalesce(c.last_attempt_at, c.queued_at) > later
    statement = (
        update(mails)
        # A lease is never so far away: whoever lives renews it within its time.
        .where(c.state.in_(UNFINISHED), c.next_attempt_at > later, or_(held, by_the_other_hour))
        .values(next_attempt_at=case((held, later), else_=now))
    )
    return (await uow.execute(statement)).rowcount
