"""« Mes connexions »: where one is signed in, and ending that; one's password."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response

from services.chassis.security.sessions import cookie_name
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.portal.base.scopes import DEPARTMENT
from services.portal.connections.commands import close_session, sign_out_everywhere
from services.portal.sessions.model import AGE_MAX, IDLE_MAX, token_hash
from services.portal.sessions.pages import (
    speaker_of,
    tell_revoked,
)
from services.portal.sessions.store import Sessions
from services.portal.sign_in.pages.sign_out import signed_out

router = Router()
PATH = "/compte/connexions"


class EverywhereForm(FormModel):
    """Said by the button itself: an empty request signs nobody out."""

    everywhere: Literal["oui"]


@router.page(PATH, action=SIGNED_IN)
async def connections(request: Request) -> Response:
    """Where the account is signed in."""
    return await _connections(request, Typed.blank(EverywhereForm))


async def _connections(request: Request, typed: Refused[Any]) -> Response:
    runtime = runtime_of(request)
    own = token_hash(request.cookies.get(cookie_name(runtime.settings), ""))
    async with runtime.work.begin(DEPARTMENT) as uow:
        found = await Sessions(uow).of_account(
            context_of(request).user.account_id,
            begun_after=uow.now - AGE_MAX,
            seen_after=uow.now - IDLE_MAX,
        )
    return render(
        request,
        "portal/connections/connections.html",
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
    runtime, account_id = runtime_of(request), context_of(request).user.account_id
    async with runtime.work.begin(DEPARTMENT, actor=context_of(request).actor) as uow:
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
    runtime, account_id = runtime_of(request), context_of(request).user.account_id
    async with runtime.work.begin(DEPARTMENT, actor=context_of(request).actor) as uow:
        await sign_out_everywhere(uow, account_id=account_id, uai=speaker_of(request))
    await tell_revoked(runtime, account_id)
    return signed_out(request, notice="Vous êtes déconnecté partout.")
