"""Who a session belongs to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.identity import Identity
from services.chassis.work import UnitOfWork
from services.portal.domain.session import SEEN_EVERY, is_over, token_hash
from services.portal.storage import Sessions

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
