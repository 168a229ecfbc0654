"""The job of cards of companies that were put together, or parted: their accounts concern whom they are to."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_cards.commands import join_accounts
from services.coordination.accounts.commands import JOIN_JOB
from services.coordination.base.reactions import timed


@timed.job(JOIN_JOB)
async def join_the_accounts(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is which two cards, and which telling of them."""
    for card in key.split()[:2]:
        await join_accounts(uow, company_id=UUID(card), now=now)
