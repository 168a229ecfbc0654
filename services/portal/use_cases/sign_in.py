"""Somebody signs in."""

from datetime import datetime

from services.chassis.work import UnitOfWork
from services.portal.domain.account import Account
from services.portal.domain.session import AGE_MAX, new_token, token_hash
from services.portal.domain.throttle import about_mail
from services.portal.storage.failures import Failures
from services.portal.storage.sessions import Sessions


async def sign_in(uow: UnitOfWork, *, account: Account, device: str = "", now: datetime) -> str:
    """Begin a session (connexion) of an account whose password was right; return its secret.

    `device` is what its owner recognises it by.
    """
    await Failures(uow).forget(about_mail(account.mail))
    token = new_token()
    await Sessions(uow).forget_begun_before(now - AGE_MAX)
    await Sessions(uow).begin(token_hash(token), account.id, device=device, now=now)
    return token
