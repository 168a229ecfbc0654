"""What mails said of somebody who is erased is forgotten."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.reasons import GONE
from services.notifications.storage.queue import Mails

ERASED_KIND = "mails"


async def forget_mails(uow: UnitOfWork, *, about: Collection[UUID], now: datetime) -> None:
    """Have what has not left about these not leave, and forget what they all said and to whom."""
    mails = Mails(uow)
    for lycee, aggregate_id in await mails.forget_about(about, reason=GONE, now=now):
        uow.erased.note(ERASED_KIND, aggregate_id, lycee=lycee)
