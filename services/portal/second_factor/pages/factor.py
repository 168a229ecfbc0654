"""The pages of one's second factor, under « Mon compte »; an administrator's button for a lost one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import begin as begin_work
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.qr_code import drawn
from services.portal.accesses.pages.choices import powers
from services.portal.accounts.model.account import Account
from services.portal.accounts.passwords import TURNS
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import forgive_attempt, note_failure
from services.portal.attempts.model import Attempt, factor_limits
from services.portal.attempts.pages import attempted
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.passwords.pages.proof import expect_own_password
from services.portal.permissions import REMOVE_FACTOR
from services.portal.second_factor.commands import (
    begin_anew,
    begin_factor,
    check_code,
    prove_factor,
    remove_factor,
    remove_lost_factor,
    renew_recovery_codes,
)
from services.portal.second_factor.forms import (
    CHANGES,
    BeginForm,
    Change,
    ChangeForm,
    FirstCodeForm,
)
from services.portal.second_factor.model import (
    BEGUN_FOR,
    CODE_WRONG,
    FEW_LEFT,
    FIRST_CODE_WRONG,
    CodeRefused,
    FactorRequired,
    on_paper,
)
from services.portal.second_factor.pages.begun import hold_begun, is_begun_here
from services.portal.second_factor.queries import shown_to, standing_of
from services.portal.second_factor.store import SecondFactors
from services.portal.sessions.pages import (
    address_of,
    device_behind,
    expect_session,
    hold_session,
    speaker_of,
    tell_revoked,
    with_session,
)

router = Router()
HERE = "/compte/double-authentification"
DEVICE = f"{HERE}/appareil"
ACTION = "second-factor"
"""How the security log calls a wrong code, and a wrong password typed here."""
REMOVED = "Double authentification retirée\u00a0: votre mot de passe suffit de nouveau."
LOST = (
    "Double authentification retirée\u00a0: son mot de passe suffit jusqu’à ce que la personne la"
    " remette en place. Un courriel le lui dit."
)


@router.page(HERE, action=SIGNED_IN)
async def second_factor(request: Request) -> Response:
    """The page of one's second factor, and what may be done with it."""
    return await _here(request, Typed.blank(BeginForm))


async def _here(request: Request, typed: Refused[Any]) -> Response:
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        standing = await standing_of(uow, account_id=context_of(request).user.account_id)
    required = _is_required(request)
    # A form that was refused because the other page was open in another tab is left empty.
    form = ChangeForm if standing else BeginForm
    return render(
        request,
        "portal/second_factor/second_factor.html",
        typed=typed if typed.form is form else Typed.blank(form),
        standing=standing,
        few=FEW_LEFT,
        required=required,
        changes=[
            (one.value, label)
            for one, label in CHANGES.items()
            if not (required and one is Change.REMOVAL)
        ],
    )


def _is_required(request: Request) -> bool:
    required = runtime_of(request).settings.second_factor_roles
    return bool(context_of(request).user.roles & required)


# None of these is recorded: an answer may hold what is shown once, or a session.
@router.form(HERE, action=SIGNED_IN, redisplay=_here, recorded=False)
async def begin(
    request: Request, typed: Annotated[Typed[BeginForm], form_of(BeginForm)]
) -> Response:
    """Show the secret to who knows the password."""
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        account_id = context_of(request).user.account_id
        if await standing_of(uow, account_id=account_id):  # set in another tab meanwhile
            return see_other(HERE)
    await _expect_password(request, typed.model)
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        await expect_session(request, uow)
        factor_id = await begin_factor(uow, account_id=account_id, now=uow.now)
    return _to_device(request, factor_id)


def _to_device(request: Request, factor_id: UUID) -> Response:
    return hold_begun(request, see_other(DEVICE), factor_id, under=HERE, lasts=BEGUN_FOR)


async def _begun(request: Request, uow: UnitOfWork) -> UUID | None:
    """The factor that waits for its first code; None when none does, or it was begun elsewhere."""
    account_id = context_of(request).user.account_id
    factor_id = await SecondFactors(uow).begun(account_id, now=uow.now)
    return factor_id if factor_id and is_begun_here(request, factor_id) else None


async def _expect_password(request: Request, form: BeginForm | ChangeForm) -> None:
    async with TURNS:
        await expect_own_password(
            request, form.password.get_secret_value(), action=ACTION, field="password"
        )


@router.page(DEVICE, action=SIGNED_IN)
async def device(request: Request) -> Response:
    """What the application is given: a square for its camera, a text to type."""
    return await _device(request, Typed.blank(FirstCodeForm))


async def _device(request: Request, typed: Refused[FirstCodeForm]) -> Response:
    account_id = context_of(request).user.account_id
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        factor_id = await _begun(request, uow)
        if factor_id is None:  # nothing was begun here, or an hour ago
            return await _here(request, Typed.blank(BeginForm))
        shown = await shown_to(uow, account_id=account_id, factor_id=factor_id)
    return render(
        request,
        "portal/second_factor/second_factor_device.html",
        typed=typed,
        shown=shown,
        qr=drawn(shown.address),
        action=DEVICE,
        cancel=HERE,
        wanted=None,
    )


@router.form(DEVICE, action=SIGNED_IN, redisplay=_device, recorded=False)
async def prove(
    request: Request, typed: Annotated[Typed[FirstCodeForm], form_of(FirstCodeForm)]
) -> Response:
    """Ask codes from now on; the account's other sessions end, and this one gets a new secret."""
    form, account_id = typed.model, context_of(request).user.account_id
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        if await _begun(request, uow) is None:  # before it counts against the owner
            return see_other(HERE)
    attempt, account = await attempt_code(request, account_id)
    async with _for_owner(request) as uow:
        factor_id = await _begun(request, uow)
        if factor_id is None:
            return see_other(HERE)
        codes = await prove_factor(
            uow,
            account_id=account_id,
            factor_id=factor_id,
            typed=form.code,
            uai=speaker_of(request),
            now=uow.now,
        )
        token = await _settled(request, uow, attempt, account, right=codes is not None)
    if codes is None or token is None:
        raise CodeRefused(FIRST_CODE_WRONG, field="code")
    await tell_revoked(runtime_of(request), account_id)
    return codes_shown(request, codes, token=token, wanted=HERE)


@router.form(f"{HERE}/changement", action=SIGNED_IN, redisplay=_here, recorded=False)
async def change(
    request: Request, typed: Annotated[Typed[ChangeForm], form_of(ChangeForm)]
) -> Response:
    """New recovery codes, another device, or no second factor any more."""
    form, account_id = typed.model, context_of(request).user.account_id
    if form.change is Change.REMOVAL and _is_required(request):
        raise FactorRequired
    await _expect_password(request, form)
    attempt, account = await attempt_code(request, account_id)
    async with _for_owner(request) as uow:
        uai = speaker_of(request)
        proof = await check_code(uow, account_id=account_id, typed=form.code, uai=uai, now=uow.now)
        response = None
        if proof is None:
            await note_failure(uow, account=account, action=ACTION, now=uow.now)
        else:
            await forgive_attempt(uow, attempt=attempt)
            response = await _changed(request, uow, form.change)
    if response is None:
        raise CodeRefused(CODE_WRONG, field="code")
    if form.change is Change.REMOVAL:
        await tell_revoked(runtime_of(request), account_id)
    return response


async def _changed(request: Request, uow: UnitOfWork, change: Change) -> Response:
    account_id, uai = context_of(request).user.account_id, speaker_of(request)
    if change is Change.DEVICE:
        factor_id = await begin_factor(uow, account_id=account_id, now=uow.now)
        return _to_device(request, factor_id)
    if change is Change.CODES:
        codes = await renew_recovery_codes(uow, account_id=account_id, uai=uai, now=uow.now)
        return codes_shown(request, codes, token=None, wanted=HERE)
    await remove_factor(uow, account_id=account_id, uai=uai, now=uow.now)
    token = await begin_anew(uow, account_id=account_id, device=device_behind(request), now=uow.now)
    return with_session(runtime_of(request), token, wanted=HERE, notice=REMOVED)


async def _settled(
    request: Request, uow: UnitOfWork, attempt: Attempt, account: Account | None, *, right: bool
) -> str | None:
    """A new session once the code was right; a failure noted otherwise."""
    if not right:
        await note_failure(uow, account=account, action=ACTION, now=uow.now)
        return None
    await forgive_attempt(uow, attempt=attempt)
    account_id = context_of(request).user.account_id
    return await begin_anew(uow, account_id=account_id, device=device_behind(request), now=uow.now)


async def attempt_code(request: Request, account_id: UUID) -> tuple[Attempt, Account | None]:
    """Count a code of this account before it is compared. Raises SignInThrottled."""
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).get(account_id)
    mail = account.mail if account else str(account_id)
    return await attempted(request, mail, factor_limits(mail=mail, address=address_of(request)))


def codes_shown(request: Request, codes: list[str], *, token: str | None, wanted: str) -> Response:
    """Show recovery codes, this once; `token` is that of a session that begins with them."""
    response = render(
        request,
        "portal/second_factor/second_factor_codes.html",
        codes=on_paper(codes),
        wanted=wanted,
    )
    if token is not None:
        hold_session(response, runtime_of(request), token)
    return response


@asynccontextmanager
async def _for_owner(request: Request) -> AsyncIterator[UnitOfWork]:
    """A transaction that may have a mail written to who is asking. Raises SignInNeeded."""
    uai = speaker_of(request)
    async with begin_work(request, speaking_for(uai), uai=uai) as uow:
        await expect_session(request, uow)
        yield uow


# It opens its own transaction: what the account holds elsewhere is out of the lycée's scope.
@router.form(
    "/comptes/{person_id}/double-authentification/retrait", action=REMOVE_FACTOR, recorded=False
)
async def remove_lost(request: Request, person_id: UUID) -> Response:
    """Remove the second factor of somebody who lost their telephone and their recovery codes."""
    async with _for_owner(request) as uow:
        await remove_lost_factor(
            uow,
            account_id=person_id,
            powers=powers(request),
            uai=speaker_of(request),
            now=uow.now,
        )
    await tell_revoked(runtime_of(request), person_id)
    return see_other(f"/comptes/{person_id}", notice=LOST)
