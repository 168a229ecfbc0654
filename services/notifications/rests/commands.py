"""Commands of rests: when somebody is not written to."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.store.mornings import move_digests
from services.notifications.rests.model import Rest, digest_leaves_at
from services.notifications.rests.store import Rests


async def choose_rest(uow: UnitOfWork, *, account_id: UUID, rest: Rest, now: datetime) -> None:
    """Keep when somebody is not written to (repos): nights, and an absence.

    Who is back earlier than they said has what waited for them; who is back later has it then.
    """
    await Rests(uow).put(account_id, rest, now=now)
    await move_digests(uow, account_id, to=digest_leaves_at(now, rest=rest))
