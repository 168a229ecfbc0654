"""A clock that was set back (horloge reculée): what was to be done later waits no longer than that.

Whoever had the later hour wrote times that are hours away now: mails would wait for them.
"""

from datetime import datetime

from sqlalchemy import text

from services.chassis.work import UnitOfWork
from services.notifications.storage.leases import LEASE

# What was queued or tried in the future was so by the other hour. A lease is never so far away:
# whoever lives renews it within its time.
_HEED = text(
    """
    UPDATE mails SET next_attempt_at = CASE WHEN state = 'attempting' THEN CAST(:until AS timestamptz)
        ELSE CAST(:now AS timestamptz) END
    WHERE state IN ('queued', 'deferred', 'attempting') AND next_attempt_at > :later AND (
        state = 'attempting' OR coalesce(last_attempt_at, queued_at) > :later
    )
    """
)


async def heed_clock_set_back(uow: UnitOfWork, *, now: datetime) -> int:
    """Have what was put off by a later hour be due now; how many mails.

    An hour that differs by less than the time of a lease is that of another machine.
    """
    when = {"now": now, "until": now + LEASE, "later": now + LEASE}
    return (await uow.execute(_HEED, when)).rowcount
