"""A lycée says which account a referent teacher has."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.referents.model import AccountNotThere, Referent
from services.internships.referents.store.referents import Referents


async def tie_account(
    uow: UnitOfWork,
    *,
    referent_id: UUID,
    account_id: UUID | None,
    there: Collection[UUID],
    now: datetime,  # noqa: ARG001  every use case is given it
) -> Referent:
    """Tie a referent to an account (compte relié), or to none; return what they were before.

    `there`: the accounts with access to the lycée. Raises NotFound, AccountNotThere.
    """
    referents = Referents(uow)
    before = await referents.get(referent_id, lock=True)
    if account_id is not None and account_id not in there:
        raise AccountNotThere(field="account_id")
    await referents.tie(referent_id, account_id)
    return before
