"""Commands of rests: when somebody is not written to."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.store.mornings import advance_digests
from services.notifications.rests.model import Rest, leaves_at
from services.notifications.rests.store import Rests


async def choose_rest(uow: UnitOfWork, *, account_id: UUID, rest: Rest, now: datetime) -> None:
    """Keep when somebody is not written to (repos): nights, and an absence.

    Who is back earlier than they said has what waited for them.
    """
    await Rests(uow).put(account_id, rest, now=now)
    await advance_digests(uow, account_id, to=leaves_at(now, urgent=False, rest=rest))
