"""Somebody looks again at a mail that was put aside."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.store import Drops


async def take_mail_back(
    uow: UnitOfWork,
    *,
    mail_id: UUID,
    account_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Put it back on the list (courriel repris). Raises NotFound."""
    await Drops(uow).reopen(mail_id, account_id)
