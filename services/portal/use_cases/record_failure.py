"""Somebody failed to sign in."""

from datetime import datetime

from services.chassis.work import UnitOfWork
from services.portal.domain.throttle import WINDOW, about_address, about_mail
from services.portal.storage.failures import Failures


async def record_failure(uow: UnitOfWork, *, mail: str, address: str, now: datetime) -> None:
    """Count a wrong password or an unknown mail, both alike, against the mail and the address."""
    await Failures(uow).forget_before(now - WINDOW)
    for about in (about_mail(mail), about_address(address)):
        await Failures(uow).add(about, now=now)
