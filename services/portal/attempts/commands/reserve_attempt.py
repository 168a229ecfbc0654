"""Somebody tries to sign in."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.attempts.model import (
    WINDOW,
    Attempt,
    Limit,
    SignInThrottled,
    wait_seconds,
)
from services.portal.attempts.store import Failures


async def reserve_attempt(uow: UnitOfWork, *, limits: tuple[Limit, ...], now: datetime) -> Attempt:
    """Count an attempt (essai) as a failure before anything is compared; the first limit is the pair.

    However many are sent at once, no more than the limit are compared; `forgive_attempt` takes
    back the one that was right. Raises SignInThrottled, known mail or not.
    """
    failures = Failures(uow)
    for about in sorted(
        limit.about for limit in limits
    ):  # in one order: no two wait for each other
        await failures.hold(about)
    for limit in limits:
        counted, oldest_at = await failures.since(limit.about, after=now - WINDOW)
        seconds = wait_seconds(
            failures=counted, failures_max=limit.at_most, oldest_at=oldest_at or now, now=now
        )
        if seconds:
            raise SignInThrottled(seconds)
    await failures.forget_before(now - WINDOW)
    rows = [await failures.add(limit.about, now=now) for limit in limits]
    return Attempt(tuple(rows), limits[0].about)
