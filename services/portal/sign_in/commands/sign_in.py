"""Somebody signs in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.sessions.model import AGE_MAX, new_token, token_hash
from services.portal.sessions.store import Sessions

PARIS = ZoneInfo("Europe/Paris")


async def sign_in(
    uow: UnitOfWork,
    *,
    account: Account,
    device: str = "",
    by: str = "sign-in",
    now: datetime,
) -> str:
    """Begin a session (connexion) of an account whose password was right; return its secret.

    `device` is what its owner recognises it by; `by` is how the security log calls it.
    """
    token = new_token()
    await Sessions(uow).forget_begun_before(now - AGE_MAX)
    await Sessions(uow).begin(token_hash(token), account.id, device=device, now=now)
    await Accounts(uow).note_use(account.id, now=now)
    lycee = await Accounts(uow).lycee_of(account.id, on=now.astimezone(PARIS).date())
    await audit_log.note_at_the_door(
        uow,
        action=by,
        who=account.id,
        about=None,
        uai=lycee or uow.department_uai,
        result=audit_log.DONE,
    )
    return token
