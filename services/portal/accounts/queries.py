"""Accounts by their mail address."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import local_date


async def person_with_mail(
    uow: UnitOfWork, *, mail: str, now: datetime
) -> tuple[UUID, Uai | None] | None:
    """The account with this mail and a lycée it works for, if any; None when nobody has it."""
    account = await Accounts(uow).by_mail(mail)
    if account is None:
        return None
    return account.id, await Accounts(uow).lycee_of(account.id, on=local_date(now))
