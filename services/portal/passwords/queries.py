"""Words a password may not be made of."""

from collections.abc import Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.lycees.store import Lycees


async def own_words(uow: UnitOfWork, account: Account) -> Sequence[str]:
    """What somebody who knows the person would try as a password: names, mail, lycées."""
    return (account.mail, account.display_name, *await Lycees(uow).around(account.id))
