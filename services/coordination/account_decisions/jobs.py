"""The job of arbitrations: what begins later begins on its day."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_decisions.commands import BEGIN_JOB
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
