"""Somebody tried too often."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands.note_failure import note_failure
from services.portal.attempts.model import WINDOW, Limit
from services.portal.attempts.store import Failures


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
