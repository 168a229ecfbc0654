"""Signing in and out."""

from typing import Annotated

from fastapi import Request, Response
from pydantic import Field, SecretStr

from services.chassis.runtime.running_service import Runtime
from services.chassis.security.sessions import cookie_name
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.accounts.model.account import MAIL_LENGTH_MAX, PASSWORD_LENGTH_MAX
from services.portal.accounts.passwords import TURNS, matches
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import forgive_attempt, note_failure
from services.portal.attempts.model import password_limits
from services.portal.attempts.pages import attempted
from services.portal.base.scopes import DEPARTMENT
from services.portal.sessions.commands import sign_out
from services.portal.sessions.pages import (
    address_of,
    device_behind,
    end_session_held_before,
    own_path,
    tell_revoked,
)
from services.portal.sign_in.commands import begin_sign_in
from services.portal.sign_in.model import WayIn
from services.portal.sign_in.pages.half_sign_in import going_in
from services.portal.sign_in.pages.sign_out import signed_out

router = Router()
WRONG = "Adresse ou mot de passe incorrect."


class SignInForm(FormModel):
    """What is typed to sign in; `next` is where to go then."""

    mail: Annotated[str, Field(max_length=MAIL_LENGTH_MAX, title="Adresse électronique")]
    password: Annotated[SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Mot de passe")]
    next: str = "/"


@router.page("/connexion", action=PUBLIC)
async def sign_in_page(request: Request) -> Response:
    """The sign-in form."""
    wanted = own_path(request.query_params.get("next", "/"))
    return sign_in_form(request, Typed.blank(SignInForm, next=wanted))


async def _sign_in_again(request: Request, typed: Refused[SignInForm]) -> Response:
    return sign_in_form(request, typed)


def sign_in_form(request: Request, typed: Typed[SignInForm], status: int = 200) -> Response:
    """The form, wherever a sign-in begins again."""
    return render(request, "portal/sign_in/sign_in.html", typed=typed, status=status)


@router.form("/connexion", action=PUBLIC, redisplay=_sign_in_again, recorded=False)
async def signing_in(
    request: Request, typed: Annotated[Typed[SignInForm], form_of(SignInForm)]
) -> Response:
    """Begin a session, under a new secret: one planted before is worth nothing."""
    form = typed.model
    async with TURNS:
        way = await _checked(request, form)
    if way is None:
        return sign_in_form(request, typed.saying(WRONG), 401)
    await end_session_held_before(request)
    return going_in(request, way, wanted=form.next)


async def _checked(request: Request, form: SignInForm) -> WayIn | None:
    """A new session, or half a sign-in; None, and one more failure, when something is wrong."""
    runtime = runtime_of(request)
    limits = password_limits(mail=form.mail, address=address_of(request))
    attempt, account = await attempted(request, form.mail, limits)
    # Between two transactions: a quarter of a second of hashing holds no connection.
    known = account.password_hash if account else None
    right = await matches(form.password.get_secret_value(), known)
    async with runtime.work.begin(DEPARTMENT) as uow:
        # Read again, and held: a password that was replaced meanwhile opens nothing any more.
        held = await Accounts(uow).get(account.id, for_update=True) if account and right else None
        if held is None or held.password_hash != known:
            await note_failure(uow, account=account, action="sign-in", now=uow.now)
            return None
        await forgive_attempt(uow, attempt=attempt)
        return await begin_sign_in(
            uow,
            account=held,
            required=runtime.settings.second_factor_roles,
            device=device_behind(request),
            now=uow.now,
        )


@router.form("/deconnexion", action=PUBLIC, recorded=False)
async def signing_out(request: Request) -> Response:
    """End the session everywhere at once."""
    runtime: Runtime = runtime_of(request)
    name = cookie_name(runtime.settings)
    token = request.cookies.get(name)
    if token:
        async with runtime.work.begin(DEPARTMENT) as uow:
            account_id = await sign_out(uow, token=token, now=uow.now)
        if account_id is not None:
            await tell_revoked(runtime, account_id)
    return signed_out(request, notice="Vous êtes déconnecté.")
