"""What the pages of the way in share: the session's cookie, and where to go with it."""

from uuid import UUID

from fastapi import Request, Response
from starlette.background import BackgroundTask

from contracts.identifiers import Uai
from services.chassis.base.parse_input import address_parts
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import cookie_name, is_https, session_secret
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import SignInNeeded, runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.request_context import context_of
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.sessions.commands import sign_out
from services.portal.sessions.model import device_of, token_hash
from services.portal.sessions.store import Sessions


def with_session(
    runtime: Runtime, token: str, *, wanted: str, notice: str | None = None
) -> Response:
    """Go to the page that was wanted, holding a new session: one planted before is worth nothing."""
    response = see_other(own_path(wanted), notice=notice)
    hold_session(response, runtime, token)
    return response


def hold_session(response: Response, runtime: Runtime, token: str) -> None:
    """Have the browser hold this session from now on."""
    response.set_cookie(
        cookie_name(runtime.settings),
        token,
        httponly=True,
        samesite="lax",
        secure=is_https(runtime.settings),
    )


async def tell_revoked(runtime: Runtime, account_id: UUID) -> None:
    """Have every service ask again who the sessions of this account belong to."""
    runtime.sessions.forget(account_id)
    subject = f"revoked.portal.{runtime.settings.department}"
    await runtime.bus.signal(subject, str(account_id).encode())


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else "unknown"


def device_behind(request: Request) -> str:
    """What the browser says it is, coarsely."""
    return device_of(request.headers.get("user-agent", ""))


def telling_revoked(response: Response, request: Request, *account_ids: UUID) -> Response:
    """An answer that, once it is committed and sent, has every service ask again about them."""

    async def tell() -> None:
        for account_id in account_ids:
            await tell_revoked(runtime_of(request), account_id)

    response.background = BackgroundTask(tell)
    return response


def own_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, or the home page."""
    # Browsers read a backslash as a slash, and skip tabs and line ends.
    plain = wanted.isprintable() and "\\" not in wanted
    parts = address_parts(wanted) if plain else None
    if parts is None or parts.scheme or parts.netloc or not wanted.startswith("/"):
        return "/"
    return "/" if wanted.startswith("//") else wanted


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


async def expect_session(request: Request, uow: UnitOfWork) -> None:
    """Hold the account of this session. Raises SignInNeeded once something ended it meanwhile.

    Whoever is put out by their owner would else come in again by what they had already sent.
    """
    await Accounts(uow).lock(context_of(request).user.account_id)
    secret = request.cookies.get(cookie_name(runtime_of(request).settings), "")
    if not await Sessions(uow).stands(token_hash(secret)):
        raise SignInNeeded


def speaker_of(request: Request) -> Uai:
    """Whom the audit tells it for: a lycée of the account, or the DSDEN."""
    runtime: Runtime = runtime_of(request)
    lycees: dict[Uai, str] = context_of(request).user.lycees
    return min(lycees, default=runtime.settings.department_uai)
