"""The job that closes the account of a partner: what the department gave is ended in its scope alone."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.inactivity.jobs import timed
from services.portal.partner_accesses.commands import end_partner_access
from services.portal.partner_accesses.model import CLOSING, Closing


@timed.job(CLOSING)
async def close_the_account(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is which account, and whether anything is kept of whose it was."""
    closing = Closing.read(key)
    await end_partner_access(uow, account_id=closing.account_id, erased=closing.erased, now=now)
