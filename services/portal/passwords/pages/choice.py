"""A password that was forgotten, or not chosen yet: a link is asked for, then opened.

Mail scanners open links: a GET shows a form and changes nothing.
"""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import Field, SecretStr

from contracts.portal.accounts import SignInLetterKind
from services.chassis.security.secret_links import LinkUnknown
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.accounts.model.account import (
    MAIL_LENGTH_MAX,
    PASSWORD_LENGTH_MAX,
    PASSWORD_LENGTH_MIN,
    checked_password,
)
from services.portal.accounts.passwords import TURNS, hashed
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.pages import mailbox_seen_by
from services.portal.letters.model import LinkOver
from services.portal.letters.pages import ask_for_letter
from services.portal.letters.queries import person_behind
from services.portal.passwords.commands import choose_password
from services.portal.passwords.queries import own_words
from services.portal.sessions.pages import tell_revoked
from services.portal.sign_in.pages.sign_out import signed_out

router = Router()
CHOSEN = "Votre mot de passe est enregistré\u202f: connectez-vous."


class ForgottenForm(FormModel):
    """Who forgot a password."""

    mail: Annotated[str, Field(max_length=MAIL_LENGTH_MAX, title="Adresse électronique")]


class PasswordForm(FormModel):
    """The password that is chosen."""

    password: Annotated[SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Mot de passe")]


@router.page("/mot-de-passe/oublie", action=PUBLIC)
async def forgotten_page(request: Request) -> Response:
    """Asks for whom a link is wanted."""
    return _forgotten(request, Typed.blank(ForgottenForm))


async def _forgotten_again(request: Request, typed: Refused[ForgottenForm]) -> Response:
    return _forgotten(request, typed)


def _forgotten(request: Request, typed: Typed[ForgottenForm]) -> Response:
    return render(request, "portal/passwords/forgotten.html", typed=typed)


@router.form("/mot-de-passe/oublie", action=PUBLIC, redisplay=_forgotten_again, recorded=False)
async def asking_for_a_link(
    request: Request, typed: Annotated[Typed[ForgottenForm], form_of(ForgottenForm)]
) -> Response:
    """Have a link sent, and say the same whether somebody has this mail or not."""
    await ask_for_letter(request, typed.model.mail, SignInLetterKind.FORGOTTEN)
    return see_other("/mot-de-passe/demande")


@router.page("/mot-de-passe/demande", action=PUBLIC)
async def asked_page(request: Request) -> Response:
    """What to do while the mail comes, and if it does not."""
    return render(request, "portal/passwords/link_asked.html", mailbox=mailbox_seen_by(request))


@router.page("/mot-de-passe/choisir/{token}", action=PUBLIC, secret=True)
async def choosing_page(request: Request, token: str) -> Response:
    """The form behind the link of a letter."""
    return await _choosing(request, token, Typed.blank(PasswordForm))


async def _choosing_again(request: Request, typed: Refused[PasswordForm], token: str) -> Response:
    return await _choosing(request, token, typed)


async def _choosing(request: Request, token: str, typed: Typed[PasswordForm]) -> Response:
    try:
        async with runtime_of(request).work.begin(DEPARTMENT) as uow:
            letter, account = await person_behind(uow, token=token, now=uow.now)
    except (LinkUnknown, LinkOver) as refusal:
        return _over(request, refusal)
    context: dict[str, Any] = {
        "invited": letter.kind is SignInLetterKind.INVITATION,
        "length_min": PASSWORD_LENGTH_MIN,
    }
    return render(
        request,
        "portal/passwords/choosing.html",
        typed=typed,
        token=token,
        account=account,
        **context,
    )


@router.form(
    "/mot-de-passe/choisir/{token}",
    action=PUBLIC,
    redisplay=_choosing_again,
    recorded=False,
    secret=True,
)
async def choosing(
    request: Request, token: str, typed: Annotated[Typed[PasswordForm], form_of(PasswordForm)]
) -> Response:
    """Keep the password; whoever was signed in to the account is so no more."""
    runtime = runtime_of(request)
    try:
        async with runtime.work.begin(DEPARTMENT) as uow:
            letter, account = await person_behind(uow, token=token, now=uow.now)
            own = await own_words(uow, account)
        password = checked_password(typed.model.password.get_secret_value(), own=own)
        # Between two transactions: a quarter of a second of hashing holds no connection.
        async with TURNS:
            password_hash = await hashed(password)
        async with runtime.work.begin(DEPARTMENT) as uow:
            account_id = await choose_password(
                uow, letter_id=letter.id, password_hash=password_hash, now=uow.now
            )
    except (LinkUnknown, LinkOver) as refusal:
        return _over(request, refusal)
    await tell_revoked(runtime, account_id)
    return signed_out(request, notice=CHOSEN)


def _over(request: Request, refusal: LinkUnknown | LinkOver) -> Response:
    return render(
        request, "portal/passwords/link_over.html", status=refusal.status, refusal=refusal
    )
