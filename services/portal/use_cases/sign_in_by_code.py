"""Somebody signs in with the code of a letter."""

from datetime import datetime

from services.chassis.work import UnitOfWork
from services.portal.domain.account import Account
from services.portal.domain.letter import ONE_TIME_CODE
from services.portal.storage.letters import Letters
from services.portal.use_cases.sign_in import sign_in


async def sign_in_by_code(
    uow: UnitOfWork,
    *,
    account: Account,
    code: str,
    device: str = "",
    now: datetime,
) -> str | None:
    """Begin a session (connexion par code) and return its secret; None when the code is wrong.

    A wrong code is counted against its letter, which bears five.
    """
    letter_id = await Letters(uow).count_try(account.id, now=now)
    if letter_id is None or not uow.links.is_code(ONE_TIME_CODE, code, row_id=letter_id):
        return None
    await Letters(uow).use(letter_id, now=now)
    return await sign_in(uow, account=account, device=device, by="sign-in-by-code", now=now)
