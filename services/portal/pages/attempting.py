"""An attempt to sign in, counted before anything that was typed is compared; what a success ends."""

from fastapi import Request

from services.chassis.security.sessions import cookie_name, session_secret
from services.chassis.web.answers.query_route import runtime_of
from services.portal.domain.account import Account
from services.portal.domain.throttle import Attempt, Limit, SignInThrottled
from services.portal.pages.sessions import tell_revoked
from services.portal.storage.accounts import Accounts
from services.portal.storage.tables import DEPARTMENT
from services.portal.use_cases.note_throttle import note_throttle
from services.portal.use_cases.reserve_attempt import reserve_attempt
from services.portal.use_cases.sign_out import sign_out


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


async def end_session_held_before(request: Request) -> None:
    """End the session this browser holds, in every service: a new one replaces it.

    Whoever takes the place of a colleague at a shared computer leaves none of theirs behind.
    """
    runtime = runtime_of(request)
    secret = session_secret(request, cookie_name(runtime.settings))
    if secret is None:
        return
    async with runtime.work.begin(DEPARTMENT) as uow:
        account_id = await sign_out(uow, token=secret, now=uow.now)
    if account_id is not None:
        await tell_revoked(runtime, account_id)
