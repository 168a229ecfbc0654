"""The page one’s own password is replaced on."""

from typing import Annotated

from fastapi import Request, Response
from pydantic import Field, SecretStr

from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.accounts.model.account import (
    PASSWORD_LENGTH_MAX,
    PASSWORD_LENGTH_MIN,
    checked_password,
)
from services.portal.accounts.passwords import TURNS, hashed
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.passwords.commands import change_password
from services.portal.passwords.pages.proof import expect_own_password
from services.portal.passwords.queries import own_words
from services.portal.sessions.pages import (
    device_behind,
    expect_session,
    speaker_of,
    tell_revoked,
    with_session,
)

router = Router()
PASSWORD = "/compte/mot-de-passe"  # noqa: S105 - an address, not a password


class ChangeForm(FormModel):
    """One's password, and the one that replaces it."""

    current: Annotated[
        SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Mot de passe actuel")
    ]
    password: Annotated[
        SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Nouveau mot de passe")
    ]


@router.page(PASSWORD, action=SIGNED_IN)
async def password_page(request: Request) -> Response:
    """The form."""
    return _password(request, Typed.blank(ChangeForm))


async def _password_again(request: Request, typed: Refused[ChangeForm]) -> Response:
    return _password(request, typed)


def _password(request: Request, typed: Typed[ChangeForm]) -> Response:
    return render(
        request, "portal/passwords/password.html", typed=typed, length_min=PASSWORD_LENGTH_MIN
    )


@router.form(PASSWORD, action=SIGNED_IN, redisplay=_password_again, recorded=False)
async def change(
    request: Request, typed: Annotated[Typed[ChangeForm], form_of(ChangeForm)]
) -> Response:
    """Replace it; the account's other sessions end, and this one gets a new secret."""
    runtime, form = runtime_of(request), typed.model
    account_id = context_of(request).user.account_id
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
    async with runtime.work.begin(DEPARTMENT, actor=context_of(request).actor) as uow:
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
