"""Somebody of a bureau wants an address to send mails to in copy."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.store import Drops


async def open_drop(
    uow: UnitOfWork, *, account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Give them one for a lycée (adresse de dépôt); one they have stays. Raises LyceeNotChosen."""
    await Drops(uow).open(uow.writing_for(uai), account_id, now=now)
