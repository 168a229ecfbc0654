"""The head's page about one service: what is past its time, and the proof of what went."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.privacy.retention.purge import AT_ONCE, due_of, proofs, purge_lycee
from services.chassis.privacy.retention.spec import Retention
from services.chassis.unit_of_work.permissions import PURGE
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.confirmations import Sure
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural


class PurgeForm(FormModel):
    """A second yes."""

    sure: Sure = False


def retention_routes(title: str, retention: Retention) -> tuple[Router, ...]:
    """`/conservation/<service>`, and its summary for the page of them all."""
    name = retention.service
    here = f"/conservation/{name}"
    router = Router()

    async def show(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
        return await _show(request, uow, typed, title, retention)

    @router.page(here, action=PURGE)
    async def dry_run(request: Request, uow: RequestUnitOfWork) -> Response:
        """What would go now, and what went (conservation)."""
        return await show(request, uow, Typed.blank(PurgeForm))

    @router.form(here, action=PURGE, redisplay=show, recorded=False)
    async def purge_now(
        request: Request, typed: Annotated[Typed[PurgeForm], form_of(PurgeForm)]
    ) -> Response:
        """Remove it all, each lycée in transactions of its own."""
        _ = typed.model
        total = await _purge(request, retention)
        return see_other(here, notice=f"{plural(total, 'fiche purgée', 'fiches purgées')}.")

    @router.fragment(f"/api/{name}/retention", action=PURGE)
    async def summary(request: Request, uow: RequestUnitOfWork) -> Response:
        """How much is past its time."""
        due = await due_of(uow, retention.of_lycees, uow.now)
        count = sum(len(found) for found in due.values())
        return render(request, "retention/summary.html", here=here, service_name=title, count=count)

    return (router,)


async def _show(
    request: Request, uow: UnitOfWork, typed: Typed[Any], title: str, retention: Retention
) -> Response:
    return render(
        request,
        "retention/service.html",
        here=f"/conservation/{retention.service}",
        service_name=title,
        due=await due_of(uow, retention.of_lycees, uow.now),
        shared=[rule for rule in retention.rules.values() if rule.shared],
        many=AT_ONCE,
        proofs=await proofs(uow),
        titles={rule.name: rule.title for rule in retention.rules.values()},
        typed=typed,
    )


async def _purge(request: Request, retention: Retention) -> int:
    runtime, identity = runtime_of(request), context_of(request).user
    total = 0
    for uai in sorted(runtime.permissions.scope(identity, PURGE).uais):
        done = await purge_lycee(
            runtime.work, retention, uai, now=runtime.work.now(), actor=context_of(request).actor
        )
        total += sum(done.values())
    return total
