"""Jobs of arbitrations: what begins later begins on its day, and is looked at again on another."""

from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_decisions.commands import BEGIN_JOB, REVIEW_JOB, tell_review
from services.coordination.accounts.commands import state_lead
from services.coordination.accounts.store import KeyAccounts
from services.coordination.base.reactions import timed


@timed.job(BEGIN_JOB)
async def begin(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Say what holds from this day on, whatever was decided since."""
    try:
        account = await KeyAccounts(uow).get(UUID(key.split(maxsplit=1)[0]), for_update=True)
    except NotFound:
        return
    await state_lead(uow, account=account, now=now)


@timed.job(REVIEW_JOB)
async def review(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Say that its day came, unless another one was decided since."""
    about, review_on, *_ = key.split()
    day = date.fromisoformat(review_on)
    with suppress(NotFound):
        await tell_review(uow, key_account_id=UUID(about), review_on=day, now=now)
