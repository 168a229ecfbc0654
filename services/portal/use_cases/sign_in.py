"""Somebody signs in."""

import hashlib
from datetime import datetime

from services.chassis.errors import PasserelleError
from services.chassis.work import UnitOfWork
from services.portal.domain import throttle
from services.portal.domain.account import mail_key
from services.portal.domain.session import new_token, token_hash
from services.portal.passwords import matches
from services.portal.storage import Accounts, Failures, Sessions


class SignInThrottled(PasserelleError):
    """Too many failures: the next attempt waits."""

    status = 429
    code = "sign-in-throttled"
    title = "Trop d’essais\u202f: attendez avant de recommencer"

    def __init__(self, retry_after_seconds: int) -> None:
        minutes = -(-retry_after_seconds // 60)
        super().__init__(f"Trop d’essais\u202f: réessayez dans {minutes}\u00a0min.")
        self.retry_after_seconds = retry_after_seconds


async def sign_in(
    uow: UnitOfWork, *, mail: str, password: str, address: str, now: datetime
) -> str | None:
    """Begin a session (connexion) and return its secret, or None when mail or password is wrong.

    The failure is recorded either way. `address` is where the request comes from.
    Raises SignInThrottled.
    """
    await _wait_if_needed(uow, mail, address, now)
    account = await Accounts(uow).by_mail(mail)
    if not await matches(password, account.password_hash if account else None) or account is None:
        for about in (_about_mail(mail), _about_address(address)):
            await Failures(uow).add(about, now=now)
        return None
    await Failures(uow).forget(_about_mail(mail))
    token = new_token()
    await Sessions(uow).begin(token_hash(token), account.id, now=now)
    return token


async def _wait_if_needed(uow: UnitOfWork, mail: str, address: str, now: datetime) -> None:
    limits = (
        (_about_mail(mail), throttle.FAILURES_PER_MAIL_MAX),
        (_about_address(address), throttle.FAILURES_PER_ADDRESS_MAX),
    )
    for about, failures_max in limits:
        failures, oldest_at = await Failures(uow).since(about, after=now - throttle.WINDOW)
        seconds = throttle.wait_seconds(
            failures=failures, failures_max=failures_max, oldest_at=oldest_at or now, now=now
        )
        if seconds:
            raise SignInThrottled(seconds)


def _about_mail(mail: str) -> str:
    return "mail:" + hashlib.sha256(mail_key(mail).encode()).hexdigest()


def _about_address(address: str) -> str:
    return "address:" + hashlib.sha256(address.encode()).hexdigest()
