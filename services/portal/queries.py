"""Who is signing in, and who a session belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.identity import Identity
from services.chassis.work import UnitOfWork
from services.portal.domain import throttle
from services.portal.domain.account import Account
from services.portal.domain.session import SEEN_EVERY, is_over, token_hash
from services.portal.storage.accounts import Accounts
from services.portal.storage.failures import Failures
from services.portal.storage.sessions import Sessions

PARIS = ZoneInfo("Europe/Paris")


async def identity_of_session(uow: UnitOfWork, *, token: str, now: datetime) -> Identity | None:
    """The identity behind a session's secret; None when the session is unknown or over.

    Notes that the session is in use, at most once a minute.
    """
    hashed = token_hash(token)
    session = await Sessions(uow).get(hashed, on=now.astimezone(PARIS).date())
    if session is None:
        return None
    if is_over(began_at=session.began_at, seen_at=session.seen_at, now=now):
        await Sessions(uow).end(hashed)
        return None
    if now - session.seen_at >= SEEN_EVERY:
        await Sessions(uow).seen(hashed, now=now)
    return session.identity


async def account_signing_in(
    uow: UnitOfWork, *, mail: str, address: str, now: datetime
) -> Account | None:
    """The account with this mail, its password not checked yet.

    `address` is where the request comes from. Raises SignInThrottled after too many failures,
    known mail or not.
    """
    limits = (
        (throttle.about_mail(mail), throttle.FAILURES_PER_MAIL_MAX),
        (throttle.about_address(address), throttle.FAILURES_PER_ADDRESS_MAX),
    )
    for about, failures_max in limits:
        failures, oldest_at = await Failures(uow).since(about, after=now - throttle.WINDOW)
        seconds = throttle.wait_seconds(
            failures=failures, failures_max=failures_max, oldest_at=oldest_at or now, now=now
        )
        if seconds:
            raise throttle.SignInThrottled(seconds)
    return await Accounts(uow).by_mail(mail)
