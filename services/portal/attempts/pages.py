"""An attempt to sign in, counted before anything that was typed is compared; what a success ends."""

from fastapi import Request

from services.chassis.web.answers.query_route import runtime_of
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import note_throttle, reserve_attempt
from services.portal.attempts.model import Attempt, Limit, SignInThrottled
from services.portal.base.scopes import DEPARTMENT


async def attempted(
    request: Request, mail: str, limits: tuple[Limit, ...]
) -> tuple[Attempt, Account | None]:
    """Count it, in a transaction of its own, and say whose mail it is.

    Raises SignInThrottled, which the security log then tells.
    """
    work = runtime_of(request).work
    try:
        async with work.begin(DEPARTMENT) as uow:
            attempt = await reserve_attempt(uow, limits=limits, now=uow.now)
            return attempt, await Accounts(uow).by_mail(mail)
    except SignInThrottled:
        async with work.begin(DEPARTMENT) as uow:
            await note_throttle(uow, mail=mail, limits=limits, now=uow.now)
        raise
