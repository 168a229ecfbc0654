"""Somebody says that a mail is about no company."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.store import Drops


async def put_mail_aside(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, now: datetime
) -> None:
    """Take it off the list (courriel écarté). Raises NotFound."""
    drops = Drops(uow)
    await drops.take(mail_id, account_id)
    await drops.close(mail_id, noted=False, now=now)
