"""Sessions and who they are of."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.base.calendar import local_date
from services.portal.sessions.model import SEEN_EVERY, is_over, over_at, token_hash
from services.portal.sessions.store import Sessions


async def identity_of_session(
    uow: UnitOfWork, *, token: str, required: AbstractSet[Role] = frozenset(), now: datetime
) -> Identity | None:
    """The identity behind a session's secret; None when the session is unknown or over.

    It is over, too, once the account holds a role that is `required` to have a second factor and
    has none: the next sign-in leads to setting it up. Notes its use, at most once a minute.
    """
    hashed = token_hash(token)
    session = await Sessions(uow).get(hashed, on=local_date(now))
    if session is None:
        return None
    lacking = not session.by_second_factor and bool(required & session.identity.roles)
    if lacking or is_over(began_at=session.began_at, seen_at=session.seen_at, now=now):
        await Sessions(uow).end(hashed)
        return None
    if now - session.seen_at >= SEEN_EVERY:
        await Sessions(uow).seen(hashed, now=now)
    ends_at = over_at(began_at=session.began_at, seen_at=now)
    role_ends_at = session.identity.until
    return replace(session.identity, until=min(ends_at, role_ends_at or ends_at))
