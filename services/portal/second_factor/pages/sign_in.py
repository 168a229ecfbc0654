"""The second half of a sign-in: a code is asked, or a second factor that a role has to have is set.

Its browser holds no session yet: these pages are all that a right password alone opens.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.qr_code import drawn
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import forgive_attempt, note_failure
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.second_factor.commands import check_code, finish_sign_in, prove_factor
from services.portal.second_factor.forms import CodeForm
from services.portal.second_factor.model import (
    CODE_WRONG,
    FEW_LEFT,
    FIRST_CODE_WRONG,
    CodeRefused,
    Proof,
)
from services.portal.second_factor.pages.factor import ACTION, attempt_code, codes_shown
from services.portal.second_factor.queries import half_behind, shown_to
from services.portal.sessions.model import token_hash
from services.portal.sessions.pages import (
    end_session_held_before,
    own_path,
    tell_revoked,
    with_session,
)
from services.portal.sign_in.model import HalfSignIn
from services.portal.sign_in.pages.half_sign_in import (
    CODE_PAGE,
    SET_UP_PAGE,
    forget_half,
    half_secret,
)
from services.portal.sign_in.pages.sign_in import SignInForm, sign_in_form
from services.portal.sign_in.store import HalfSignIns

router = Router()
OVER = "Trop de temps a passé depuis votre mot de passe\u00a0: recommencez la connexion."


@dataclass(frozen=True)
class Entrant:
    """Whose password was right; `uai` is whom a mail to them speaks for."""

    half: HalfSignIn
    account: Account
    uai: Uai

    @property
    def is_set(self) -> bool:
        """Whether a code is asked."""
        return self.account.second_factor_at is not None


async def _entrant(request: Request) -> Entrant | None:
    """Who is half signed in; None without a half sign-in whose time lasts."""
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT) as uow:
        half = await half_behind(uow, secret=half_secret(request), now=uow.now)
        account = await Accounts(uow).get(half.account_id) if half else None
        if half is None or account is None:
            return None
        lycee = await Accounts(uow).lycee_of(account.id, on=uow.now.astimezone(PARIS).date())
    return Entrant(half, account, lycee or runtime.settings.department_uai)


def _again(request: Request, wanted: str) -> Response:
    """The form of the password: nothing is left of the first half."""
    typed = Typed.blank(SignInForm, next=own_path(wanted)).saying(OVER)
    response = sign_in_form(request, typed, 410)
    forget_half(response, runtime_of(request))
    return response


@router.page(CODE_PAGE, action=PUBLIC)
async def code_page(request: Request) -> Response:
    """Asks the code."""
    return await _code_page(request, Typed.blank(CodeForm, next=_wanted(request)))


async def _code_page(request: Request, typed: Refused[CodeForm]) -> Response:
    who = await _entrant(request)
    if who is None or not who.is_set:
        return _again(request, typed.value("next"))
    return render(request, "portal/second_factor/second_factor_asked.html", typed=typed)


@router.form(CODE_PAGE, action=PUBLIC, redisplay=_code_page, recorded=False)
async def typing_the_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Begin the session; a wrong code counts as a failure to sign in."""
    form, who = typed.model, await _entrant(request)
    if who is None or not who.is_set:
        return _again(request, form.next)
    attempt, _ = await attempt_code(request, who.account.id)
    token, proof = None, None
    async with _finishing(request, who) as (uow, half):
        if half is not None:
            proof = await check_code(
                uow, account_id=who.account.id, typed=form.code, uai=who.uai, now=uow.now
            )
        if half is not None and proof is not None:
            await forgive_attempt(uow, attempt=attempt)
            token = await finish_sign_in(uow, half=half, now=uow.now)
        elif half is not None:
            await note_failure(uow, account=who.account, action=ACTION, now=uow.now)
    if half is None:
        return _again(request, form.next)
    if token is None or proof is None:
        raise CodeRefused(CODE_WRONG, field="code")
    return await _gone_in(request, token, proof, form.next)


async def _gone_in(request: Request, token: str, proof: Proof, wanted: str) -> Response:
    await end_session_held_before(request)
    left, notice = proof.recovery_left, None
    if left is not None:
        notice = f"Ce code de secours ne servira plus\u00a0: il vous en reste {left}."
        if left <= FEW_LEFT:
            notice += " Recevez-en de nouveaux depuis «\u00a0Mon compte\u00a0»."
    runtime = runtime_of(request)
    response = with_session(runtime, token, wanted=wanted, notice=notice)
    forget_half(response, runtime)
    return response


@router.page(SET_UP_PAGE, action=PUBLIC)
async def set_up_page(request: Request) -> Response:
    """What the application is given, before anything else is opened."""
    return await _set_up_page(request, Typed.blank(CodeForm, next=_wanted(request)))


async def _set_up_page(request: Request, typed: Refused[CodeForm]) -> Response:
    who = await _entrant(request)
    if who is None or who.is_set:
        return _again(request, typed.value("next"))
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        shown = await shown_to(uow, account_id=who.account.id, factor_id=who.half.id)
    return render(
        request,
        "portal/second_factor/second_factor_device.html",
        typed=typed,
        shown=shown,
        qr=drawn(shown.address),
        action=SET_UP_PAGE,
        cancel="/connexion",
        wanted=typed.value("next"),
    )


@router.form(SET_UP_PAGE, action=PUBLIC, redisplay=_set_up_page, recorded=False)
async def setting_up(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Ask codes from now on, and begin the session."""
    form, who = typed.model, await _entrant(request)
    if who is None or who.is_set:
        return _again(request, form.next)
    attempt, _ = await attempt_code(request, who.account.id)
    token, codes = None, None
    async with _finishing(request, who) as (uow, half):
        if half is not None:
            codes = await prove_factor(
                uow,
                account_id=who.account.id,
                factor_id=half.id,
                typed=form.code,
                uai=who.uai,
                now=uow.now,
            )
        if half is not None and codes is not None:
            await forgive_attempt(uow, attempt=attempt)
            token = await finish_sign_in(uow, half=half, now=uow.now)
        elif half is not None:
            await note_failure(uow, account=who.account, action=ACTION, now=uow.now)
    if half is None:
        return _again(request, form.next)
    if token is None or codes is None:
        raise CodeRefused(FIRST_CODE_WRONG, field="code")
    await tell_revoked(runtime_of(request), who.account.id)
    await end_session_held_before(request)
    response = codes_shown(request, codes, token=token, wanted=own_path(form.next))
    forget_half(response, runtime_of(request))
    return response


@asynccontextmanager
async def _finishing(
    request: Request, who: Entrant
) -> AsyncIterator[tuple[UnitOfWork, HalfSignIn | None]]:
    """A transaction that holds the account; the half sign-in is None once something ended it.

    Setting or removing a factor ends it: what the page said of the account is then no longer so.
    """
    async with runtime_of(request).work.begin(
        speaking_for(who.uai), uai=who.uai, correlation_id=context_of(request).correlation_id
    ) as uow:
        await Accounts(uow).lock(who.account.id)
        hashed = token_hash(half_secret(request))
        yield uow, await HalfSignIns(uow).get(hashed, now=uow.now)


def _wanted(request: Request) -> str:
    return own_path(request.query_params.get("next", "/"))
