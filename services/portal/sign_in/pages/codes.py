"""Signing in with a code received by mail: asked for on a page, typed on the next one."""

import base64
import binascii
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import Field

from contracts.portal.accounts import SignInLetterKind
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.accounts.model.account import MAIL_LENGTH_MAX
from services.portal.attempts.commands import forgive_attempt, note_failure
from services.portal.attempts.model import code_limits
from services.portal.attempts.pages import attempted
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.pages import mailbox_seen_by
from services.portal.letters.model import LASTS
from services.portal.letters.pages import ask_for_letter
from services.portal.sessions.pages import (
    address_of,
    device_behind,
    end_session_held_before,
    own_path,
)
from services.portal.sign_in.commands import sign_in_by_code
from services.portal.sign_in.model import WayIn
from services.portal.sign_in.pages.half_sign_in import going_in

router = Router()
MAIL_COOKIE = "passerelle_mail"
"""The mail typed on the first page, for the second one; never in an address."""
PATH = "/connexion/code"
WRONG = "Ce code n’est pas le bon, ou il n’est plus valable\u202f: demandez-en un autre."


class AskCodeForm(FormModel):
    """Who wants a code; `next` is where to go once signed in."""

    mail: Annotated[str, Field(max_length=MAIL_LENGTH_MAX, title="Adresse électronique")]
    next: str = "/"


class CodeForm(AskCodeForm):
    """The code received."""

    code: Annotated[str, Field(max_length=20, title="Code reçu")]


@router.page(PATH, action=PUBLIC)
async def ask_code_page(request: Request) -> Response:
    """Asks to whom a code is to be sent."""
    return _ask_page(request, Typed.blank(AskCodeForm, next=_wanted(request)))


async def _ask_again(request: Request, typed: Refused[AskCodeForm]) -> Response:
    return _ask_page(request, typed)


def _ask_page(request: Request, typed: Typed[AskCodeForm]) -> Response:
    return render(request, "portal/sign_in/ask_code.html", typed=typed)


@router.form(PATH, action=PUBLIC, redisplay=_ask_again, recorded=False)
async def asking_for_a_code(
    request: Request, typed: Annotated[Typed[AskCodeForm], form_of(AskCodeForm)]
) -> Response:
    """Have a code sent, and go on the same way whether somebody has this mail or not."""
    form = typed.model
    await ask_for_letter(request, form.mail, SignInLetterKind.ONE_TIME_CODE)
    response = see_other(f"{PATH}/saisie?{urlencode({'next': own_path(form.next)})}")
    response.set_cookie(
        MAIL_COOKIE,
        base64.urlsafe_b64encode(form.mail.encode()).decode(),
        max_age=int(LASTS[SignInLetterKind.ONE_TIME_CODE].total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
    )
    return response


@router.page(f"{PATH}/saisie", action=PUBLIC)
async def code_page(request: Request) -> Response:
    """The form for the code."""
    typed = Typed.blank(CodeForm, mail=_mail_typed(request), next=_wanted(request))
    return _code_page(request, typed)


async def _code_again(request: Request, typed: Refused[CodeForm]) -> Response:
    return _code_page(request, typed)


def _code_page(request: Request, typed: Typed[CodeForm], status: int = 200) -> Response:
    return render(
        request,
        "portal/sign_in/type_code.html",
        typed=typed,
        status=status,
        mailbox=mailbox_seen_by(request),
    )


@router.form(f"{PATH}/saisie", action=PUBLIC, redisplay=_code_again, recorded=False)
async def signing_in_by_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Begin a session; a wrong code counts as a failure to sign in."""
    form = typed.model
    way = await _checked(request, form)
    if way is None:
        return _code_page(request, typed.saying(WRONG), 401)
    await end_session_held_before(request)
    response = going_in(request, way, wanted=form.next)
    forget_mail(response)
    return response


def forget_mail(response: Response) -> None:
    """Leave nothing in the browser of the mail that a code was asked for with."""
    response.delete_cookie(MAIL_COOKIE, path=PATH, httponly=True, samesite="lax")


async def _checked(request: Request, form: CodeForm) -> WayIn | None:
    """A new session, or half a sign-in; None, and one more failure, when the code is not right."""
    limits = code_limits(mail=form.mail, address=address_of(request))
    attempt, account = await attempted(request, form.mail, limits)
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT) as uow:
        way = None
        if account is not None:
            way = await sign_in_by_code(
                uow,
                account=account,
                code=form.code,
                required=runtime.settings.second_factor_roles,
                device=device_behind(request),
                now=uow.now,
            )
        if way is None:
            await note_failure(uow, account=account, action="sign-in-by-code", now=uow.now)
        else:
            await forgive_attempt(uow, attempt=attempt)
        return way


def _wanted(request: Request) -> str:
    return own_path(request.query_params.get("next", "/"))


def _mail_typed(request: Request) -> str | None:
    kept = request.cookies.get(MAIL_COOKIE, "")
    try:
        return base64.urlsafe_b64decode(kept).decode()[:MAIL_LENGTH_MAX] or None
    except (binascii.Error, ValueError):
        return None
