"""« Jetons d’accès »: what programs ask with, for somebody, within what that one may."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, LyceeNotYours
from services.chassis.base.identity import Identity
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import CurrentIdentity, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.navigation import Named
from services.portal.api_tokens.commands import make_api_token, revoke_api_token
from services.portal.api_tokens.model import LASTS_DAYS, ApiToken
from services.portal.api_tokens.store import ApiTokens
from services.portal.base.scopes import DEPARTMENT
from services.portal.sessions.pages import expect_session, tell_revoked

router = Router()
PAGE = "/compte/jetons"
MADE, REVOKED = "make-api-token", "revoke-api-token"
NOT_YOURS = "Choisissez un de vos lycées."


class TokenForm(FormModel):
    """What a token is for, and what it may."""

    label: Annotated[str, Field(min_length=1, max_length=60, title="À quoi il sert")]
    uai: Uai | None = Field(default=None, title="Pour")
    service: str | None = Field(default=None, max_length=40, title="Données")
    rights: Literal["read", "write"] = Field(default="read", title="Droits")
    days: Literal["30", "90", "180", "365"] = Field(title="Durée")


@router.page(PAGE, action=SIGNED_IN)
async def tokens(request: Request, identity: CurrentIdentity) -> Response:
    """One's tokens, and how to make one."""
    return await _page(request, identity)


async def _again(request: Request, typed: Refused[TokenForm]) -> Response:
    return await _page(request, context_of(request).user, typed)


async def _page(
    request: Request,
    identity: Identity,
    typed: Typed[TokenForm] | None = None,
    secret: str | None = None,
) -> Response:
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        own, now = await ApiTokens(uow).of(identity.account_id), uow.now
    titles = {one.name: one.title for one in _services(request)}
    context: dict[str, Any] = {
        "typed": typed or _blank(identity),
        "open": [one for one in own if one.stands(now)],
        "over": [one for one in own if not one.stands(now)],
        "lycees": list(identity.lycees.items()),
        "department": any(grant.uai is None for grant in identity.grants),
        "services": list(titles.items()),
        "titles": titles,
        "durations": [(str(days), f"{days}\u00a0jours") for days in LASTS_DAYS],
        "origin": runtime_of(request).settings.public_url.rstrip("/"),
    }
    return render(request, "portal/api_tokens/api_tokens.html", secret=secret, **context)


# Not recorded: the answer holds a secret that is kept nowhere.
@router.form(PAGE, action=SIGNED_IN, redisplay=_again, recorded=False)
async def make(
    request: Request,
    identity: CurrentIdentity,
    typed: Annotated[Typed[TokenForm], form_of(TokenForm)],
) -> Response:
    """Make one; its secret is shown this once."""
    form = typed.model
    _check_own(form, identity, _services(request))
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        await expect_session(request, uow)
        token, secret = await make_api_token(
            uow,
            account_id=identity.account_id,
            label=form.label,
            uai=form.uai,
            service=form.service,
            writes=form.rights == "write",
            days=int(form.days),
            now=uow.now,
        )
        await _note(uow, identity, token, MADE)
    return await _page(request, identity, secret=secret)


@router.form(f"{PAGE}/{{token_id}}/revocation", action=SIGNED_IN, recorded=False)
async def revoke(request: Request, identity: CurrentIdentity, token_id: UUID) -> Response:
    """End one, everywhere at once. What is over already needs nothing: a second click says the same."""
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT) as uow:
        token = await revoke_api_token(
            uow, account_id=identity.account_id, token_id=token_id, now=uow.now
        )
        if token is not None:
            await _note(uow, identity, token, REVOKED)
    await tell_revoked(runtime, identity.account_id)
    return see_other(PAGE, notice="Jeton révoqué\u00a0: il n’ouvre plus rien.")


def _blank(identity: Identity) -> Typed[TokenForm]:
    """A form to make one; who works for one lycée need not say which."""
    held = {grant.uai for grant in identity.grants}
    only = next(iter(held)) if len(held) == 1 else None
    return Typed.blank(TokenForm, uai=only, rights="read", days=str(LASTS_DAYS[1]))


def _services(request: Request) -> Sequence[Named]:
    installation: Sequence[Named] = request.app.state.installation
    return [one for one in installation if one.for_programs]


def _check_own(form: TokenForm, identity: Identity, services: Sequence[Named]) -> None:
    """Raises LyceeNotYours for another lycée, Invalid for what else the account cannot give."""
    if form.uai is not None and form.uai not in identity.lycees:
        raise LyceeNotYours(NOT_YOURS)
    if form.uai is None and all(grant.uai for grant in identity.grants):
        raise Invalid(NOT_YOURS, field="uai")
    if form.service is not None and form.service not in {one.name for one in services}:
        raise Invalid("Choisissez une valeur de la liste.", field="service")


async def _note(uow: UnitOfWork, identity: Identity, token: ApiToken, action: str) -> None:
    """Leave a line in the audit: who, for which lycée, which token; never its name."""
    role = min(
        (grant.role.value for grant in identity.grants if grant.uai == token.uai), default=""
    )
    uai = str(token.uai or uow.department_uai)
    entry = audit_log.Entry(
        uow.new_id(), uow.now, identity.account_id, role, uai, action, token.id, audit_log.DONE
    )
    await audit_log.write(uow, entry)
