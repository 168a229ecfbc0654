"""What is asked again before something that would keep the owner of an account out."""

from fastapi import Request

from services.chassis.base.errors import Invalid
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.requests.request_context import context_of
from services.portal.accounts.passwords import matches
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import forgive_attempt, note_failure
from services.portal.attempts.model import password_limits
from services.portal.attempts.pages import attempted
from services.portal.base.scopes import DEPARTMENT
from services.portal.sessions.pages import address_of

WRONG = "Ce n’est pas votre mot de passe actuel."


async def expect_own_password(request: Request, password: str, *, action: str, field: str) -> None:
    """Raises Invalid for a wrong password, which counts as a failure to sign in, SignInThrottled.

    `action`: how the security log calls what it was typed for. Take a turn of `TURNS` around it.
    """
    work = runtime_of(request).work
    async with work.begin(DEPARTMENT) as uow:
        own = await Accounts(uow).get(context_of(request).user.account_id)
    if own is None:
        raise Invalid(WRONG, field=field)
    limits = password_limits(mail=own.mail, address=address_of(request))
    attempt, _ = await attempted(request, own.mail, limits)
    right = await matches(password, own.password_hash)
    async with work.begin(DEPARTMENT) as uow:
        if right:
            await forgive_attempt(uow, attempt=attempt)
            return
        await note_failure(uow, account=own, action=action, now=uow.now)
    raise Invalid(WRONG, field=field)
