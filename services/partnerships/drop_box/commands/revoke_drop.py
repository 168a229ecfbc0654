"""Somebody ends their drop address."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.store import Drops


async def revoke_drop(
    uow: UnitOfWork, *, account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have mails to it refused (adresse révoquée), at once. Raises LyceeNotChosen."""
    await Drops(uow).revoke(uow.writing_for(uai), account_id, now=now)
