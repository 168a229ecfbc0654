"""« Mes connexions »: where one is signed in, and ending that; one's password."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field, SecretStr

from contracts.identifiers import Uai
from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import cookie_name
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.domain.account import (
    PASSWORD_LENGTH_MAX,
    PASSWORD_LENGTH_MIN,
    checked_password,
)
from services.portal.domain.session import AGE_MAX, IDLE_MAX, token_hash
from services.portal.pages.leaving import signed_out
from services.portal.pages.proving import expect_own_password, expect_session
from services.portal.pages.sessions import (
    device_behind,
    tell_revoked,
    with_session,
)
from services.portal.passwords import TURNS, hashed
from services.portal.queries import own_words
from services.portal.storage.accounts import Accounts
from services.portal.storage.sessions import Sessions
from services.portal.storage.tables import DEPARTMENT
from services.portal.use_cases.change_password import change_password
from services.portal.use_cases.close_session import close_session
from services.portal.use_cases.sign_out_everywhere import sign_out_everywhere

router = Router()
PATH = "/compte/connexions"
PASSWORD = "/compte/mot-de-passe"  # noqa: S105 - an address, not a password


class EverywhereForm(FormModel):
    """Said by the button itself: an empty request signs nobody out."""

    everywhere: Literal["oui"]


class ChangeForm(FormModel):
    """One's password, and the one that replaces it."""

    current: Annotated[
        SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Mot de passe actuel")
    ]
    password: Annotated[
        SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Nouveau mot de passe")
    ]


@router.page(PATH, action=SIGNED_IN)
async def connections(request: Request) -> Response:
    """Where the account is signed in."""
    return await _connections(request, Typed.blank(EverywhereForm))


async def _connections(request: Request, typed: Typed[Any]) -> Response:
    runtime = runtime_of(request)
    own = token_hash(request.cookies.get(cookie_name(runtime.settings), ""))
    async with runtime.work.begin(DEPARTMENT) as uow:
        found = await Sessions(uow).of_account(
            request.state.identity.account_id,
            begun_after=uow.now - AGE_MAX,
            seen_after=uow.now - IDLE_MAX,
        )
    return render(
        request,
        "portal/connections.html",
        typed=typed,
        connections=found,
        own=own,
        now=runtime.work.now(),
        idle_minutes=int(IDLE_MAX.total_seconds() // 60),
        hours=int(AGE_MAX.total_seconds() // 3600),
    )


# These open their own transactions: what they end is told on the bus once it is committed.
@router.form(f"{PATH}/{{session_id}}/fermeture", action=SIGNED_IN, recorded=False)
async def close(request: Request, session_id: UUID) -> Response:
    """End one session of one's own; one that is none of these is answered alike."""
    runtime, account_id = runtime_of(request), request.state.identity.account_id
    async with runtime.work.begin(DEPARTMENT, actor=request.state.actor) as uow:
        await close_session(
            uow, account_id=account_id, session_id=session_id, uai=speaker_of(request)
        )
    await tell_revoked(runtime, account_id)
    return see_other(PATH, notice="Connexion fermée.")


@router.form(f"{PATH}/partout", action=SIGNED_IN, redisplay=_connections, recorded=False)
async def everywhere(
    request: Request, typed: Annotated[Typed[EverywhereForm], form_of(EverywhereForm)]
) -> Response:
    """End every session of one's own, this one too."""
    _ = typed.model
    runtime, account_id = runtime_of(request), request.state.identity.account_id
    async with runtime.work.begin(DEPARTMENT, actor=request.state.actor) as uow:
        await sign_out_everywhere(uow, account_id=account_id, uai=speaker_of(request))
    await tell_revoked(runtime, account_id)
    return signed_out(request, notice="Vous êtes déconnecté partout.")


@router.page(PASSWORD, action=SIGNED_IN)
async def password_page(request: Request) -> Response:
    """The form."""
    return _password(request, Typed.blank(ChangeForm))


async def _password_again(request: Request, typed: Typed[ChangeForm]) -> Response:
    return _password(request, typed)


def _password(request: Request, typed: Typed[ChangeForm]) -> Response:
    return render(request, "portal/password.html", typed=typed, length_min=PASSWORD_LENGTH_MIN)


@router.form(PASSWORD, action=SIGNED_IN, redisplay=_password_again, recorded=False)
async def change(
    request: Request, typed: Annotated[Typed[ChangeForm], form_of(ChangeForm)]
) -> Response:
    """Replace it; the account's other sessions end, and this one gets a new secret."""
    runtime, form = runtime_of(request), typed.model
    account_id = request.state.identity.account_id
    async with runtime.work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).get(account_id)
        own = await own_words(uow, account) if account else ()
    new = checked_password(form.password.get_secret_value(), own=own)
    async with TURNS:
        await expect_own_password(
            request,
            form.current.get_secret_value(),
            action="change-password",
            field="current",
        )
        # Between two transactions: a quarter of a second of hashing holds no connection.
        password_hash = await hashed(new)
    async with runtime.work.begin(DEPARTMENT, actor=request.state.actor) as uow:
        await expect_session(request, uow)
        token = await change_password(
            uow,
            account_id=account_id,
            password_hash=password_hash,
            uai=speaker_of(request),
            device=device_behind(request),
            now=uow.now,
        )
    await tell_revoked(runtime, account_id)
    notice = "Mot de passe changé\u00a0: vos autres connexions sont fermées."
    return with_session(runtime, token, wanted="/compte", notice=notice)


def speaker_of(request: Request) -> Uai:
    """Whom the audit tells it for: a lycée of the account, or the DSDEN."""
    runtime: Runtime = runtime_of(request)
    lycees: dict[Uai, str] = request.state.identity.lycees
    return min(lycees, default=runtime.settings.department_uai)
