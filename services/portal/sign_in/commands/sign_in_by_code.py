"""Somebody signs in with the code of a letter."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.letters.model import ONE_TIME_CODE
from services.portal.letters.store import Letters
from services.portal.sign_in.commands.begin_sign_in import begin_sign_in
from services.portal.sign_in.model import WayIn


async def sign_in_by_code(
    uow: UnitOfWork,
    *,
    account: Account,
    code: str,
    required: AbstractSet[Role] = frozenset(),
    device: str = "",
    now: datetime,
) -> WayIn | None:
    """Begin a session (connexion par code), or half a sign-in; None when the code is wrong.

    A wrong code is counted against its letter, which bears five. `required` as of `begin_sign_in`.
    """
    letter_id = await Letters(uow).count_try(account.id, now=now)
    if letter_id is None or not uow.links.is_code(ONE_TIME_CODE, code, row_id=letter_id):
        return None
    await Letters(uow).use(letter_id, now=now)
    return await begin_sign_in(
        uow, account=account, required=required, device=device, by="sign-in-by-code", now=now
    )
