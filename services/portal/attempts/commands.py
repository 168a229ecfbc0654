"""Commands of an attempt: counted before anything is compared, taken back when it was right."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.attempts.model import WINDOW, Attempt, Limit, SignInThrottled, wait_seconds
from services.portal.attempts.store import Failures


async def forgive_attempt(uow: UnitOfWork, *, attempt: Attempt) -> None:
    """Take back what it was counted by (essai réussi), and forgive the failures of the pair before it."""
    failures = Failures(uow)
    # Several that were right at once would each wait for the rows another has taken back.
    await failures.hold(attempt.pair)
    await failures.take_back(attempt.counted)
    await failures.forget(attempt.pair)


PARIS = ZoneInfo("Europe/Paris")


async def note_failure(
    uow: UnitOfWork, *, account: Account | None, action: str, now: datetime
) -> None:
    """Note a wrong password or code (échec de connexion), or one try too many: whose account, if any.

    Nothing typed is noted: an unknown mail may be the mail of somebody, or a password.
    """
    lycee = None
    if account is not None:
        lycee = await Accounts(uow).lycee_of(account.id, on=now.astimezone(PARIS).date())
    await audit_log.note_at_the_door(
        uow,
        action=action,
        who=None,
        about=account.id if account else None,
        uai=lycee or uow.department_uai,
        result=audit_log.REFUSED,
    )


async def note_throttle(
    uow: UnitOfWork, *, mail: str, limits: tuple[Limit, ...], now: datetime
) -> None:
    """Note that an attempt had to wait (essais trop nombreux), once in a window for each pair.

    What a program sends afterwards, thousands of times, would fill what nobody may delete.
    """
    about, failures = f"noted:{limits[0].about}", Failures(uow)
    await failures.hold(about)
    noted, _ = await failures.since(about, after=now - WINDOW)
    if noted:
        return
    await failures.add(about, now=now)
    account = await Accounts(uow).by_mail(mail)
    await note_failure(uow, account=account, action="throttle", now=now)


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
