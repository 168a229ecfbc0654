"""What a request leaves in the audit: what was done, and what was refused."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import Response

from services.chassis.base.errors import Unavailable
from services.chassis.runtime.running_service import Runtime
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.requests.request_context import context_of

BY_TOKEN = "token:"  # noqa: S105 # the beginning of an action’s name, no secret
"""Before the action, in the line whose resource is the token it was done with."""
log = structlog.get_logger(__name__)


def done(
    request: Request, uow: UnitOfWork, action: str, response: Response
) -> audit_log.Entry | None:
    """The line of a command that was done; None when nobody is signed in, for no lycée, or when
    the work noted it itself.
    """
    uai = _lycee_of(request, uow)
    if uow.actor is None or uai is None or uow.noted:
        return None
    return audit_log.Entry(
        uow.new_id(),
        uow.now,
        uow.actor.account_id,
        uow.actor.role,
        uai,
        action,
        _named(request) or _created(response),
        audit_log.DONE,
    )


async def done_for_others(uow: UnitOfWork, entry: audit_log.Entry | None) -> None:
    """A line for each other lycée one command recorded something for."""
    if entry is None:
        return
    for uai in sorted({str(draft.uai) for draft in uow.drafts} - {entry.uai}):
        await audit_log.write(uow, replace(entry, entry_id=uow.new_id(), uai=uai))


async def done_by_token(
    request: Request, uow: UnitOfWork, action: str, entry: audit_log.Entry | None
) -> None:
    """A line that names the token a program did it with, beside the one that says what was done."""
    identity = context_of(request).identity
    if identity is None or identity.token is None or entry is None:
        return
    by_token = replace(
        entry,
        entry_id=uow.new_id(),
        action=BY_TOKEN + action,
        resource_id=identity.token.token_id,
    )
    await audit_log.write(uow, by_token)


async def refused(request: Request, action: str) -> None:
    """Note what was refused, in a transaction of its own; the refusal stands without it."""
    runtime: Runtime = request.app.state.runtime
    identity = context_of(request).identity
    if identity is None:
        return
    roles = sorted(role.value for role in identity.roles)
    uai = min(identity.lycees, default=runtime.settings.department_uai)
    try:
        async with runtime.work.begin(Scope(frozenset(), department_wide=True)) as uow:
            entry = audit_log.Entry(
                uow.new_id(),
                uow.now,
                identity.account_id,
                roles[0] if roles else "",
                uai,
                action,
                _named(request),
                audit_log.REFUSED,
            )
            await audit_log.write(uow, entry)
    except Unavailable:
        log.warning("audit.refusal_not_noted", action=action)


def _lycee_of(request: Request, uow: UnitOfWork) -> str | None:
    """Whom the work spoke for; a lycée of its scope, or the DSDEN."""
    if uow.drafts:
        return str(uow.drafts[0].uai)
    if uow.uai is not None:
        return str(uow.uai)
    if uow.scope.uais:
        return str(min(uow.scope.uais))
    runtime: Runtime = request.app.state.runtime
    return str(runtime.settings.department_uai) if uow.scope.department_wide else None


def _named(request: Request) -> UUID | None:
    """The last id of the address. Secrets of links are no ids."""
    found = [_id(str(value)) for value in request.path_params.values()]
    return next((one for one in reversed(found) if one), None)


def _created(response: Response) -> UUID | None:
    """The last id of the address one is sent to."""
    path = response.headers.get("location", "").partition("?")[0]
    return next((one for one in map(_id, reversed(path.split("/"))) if one), None)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
