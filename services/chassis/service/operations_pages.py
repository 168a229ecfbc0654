"""The operator's pages about one service; every service has them, and shows nothing personal.

They read what they show by themselves, a part at a time: they are opened when something is down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.operations.delivery_status import fates
from services.chassis.operations.events import Fact, Mention, find, latest
from services.chassis.operations.findings import findings
from services.chassis.operations.measures import Readings
from services.chassis.operations.parked_events import (
    REASONS,
    Replayable,
    find_set_aside,
    replay_set_aside,
    said_of_replay,
    todo,
)
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.reactions.parked_retries import Parked, parked_in
from services.chassis.unit_of_work.permissions import OPERATE
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router

FACTS_SHOWN = 10
Position = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
"""A place in the journal, or none: what PostgreSQL can count."""
FACTS_PER_PAGE = 50
PARKED_SHOWN = 100


def operations_routes(service: Replayable) -> Router:
    """`/exploitation/<service>/…`, and the fragments other pages compose."""
    router = Router()
    _add_readings(router, service.name)
    _add_facts(router, service)
    _add_fates(router, service)
    _add_parked(router, service)
    return router


def _add_readings(router: Router, name: str) -> None:
    @router.fragment(f"/api/{name}/operations", action=OPERATE)
    async def summary(request: Request) -> Response:
        """What is wrong, in a few lines (relevé du service)."""
        readings = await runtime_of(request).watched.read()
        return _render(request, "operations/summary.html", name, **_judged(readings))

    @router.page(f"/exploitation/{name}", action=OPERATE)
    async def whole(request: Request) -> Response:
        """Everything an operator can see of the service."""
        runtime = runtime_of(request)
        readings = await runtime.watched.read()
        parked: Sequence[Parked] = ()
        facts: Sequence[Fact] = ()
        if readings.database is None:
            async with runtime.work.begin(DEPARTMENT) as uow:
                parked = await parked_in(uow, limit=PARKED_SHOWN)
                facts = await latest(uow, FACTS_SHOWN)
        return _render(
            request,
            "operations/service.html",
            name,
            parked=parked,
            facts=facts,
            **_judged(readings),
        )


def _add_facts(router: Router, service: Replayable) -> None:
    name = service.name

    @router.page(f"/exploitation/{name}/faits", action=OPERATE)
    async def all_facts(
        request: Request, uow: RequestUnitOfWork, avant: Position = None
    ) -> Response:
        """The journal, newest first (faits enregistrés)."""
        found = await latest(uow, FACTS_PER_PAGE + 1, before=avant)
        facts = found[:FACTS_PER_PAGE]
        older = facts[-1].position if len(found) > FACTS_PER_PAGE else None
        return _render(
            request, "operations/facts.html", name, facts=facts, older=older, first=avant is None
        )

    @router.page(f"/exploitation/{name}/faits/{{event_id}}", action=OPERATE)
    async def one_fact(request: Request, uow: RequestUnitOfWork, event_id: UUID) -> Response:
        """One fact, and what became of it."""
        fact = await find(uow, event_id)
        if fact is None:
            raise NotFound
        others = [one for one in request.app.state.installation if one.name != name]
        return _render(
            request,
            "operations/fact.html",
            name,
            fact=fact,
            fates=await fates(uow, service, fact.mention),
            others=others,
        )


def _add_fates(router: Router, service: Replayable) -> None:
    name = service.name

    @router.fragment(f"/api/{name}/operations/events/{{event_id}}", action=OPERATE)
    async def its_fates(
        request: Request,
        uow: RequestUnitOfWork,
        event_id: UUID,
        *,
        event_type: str = "",
        source: str = "",
        sequence: int = 0,
        recorded_at: datetime | None = None,
    ) -> Response:
        """What became here of a fact another service recorded."""
        mention = Mention(event_id, event_type, source, sequence, recorded_at)
        found = await fates(uow, service, mention)
        return _render(request, "operations/fates.html", name, fates=found)


def _add_parked(router: Router, service: Replayable) -> None:
    name = service.name

    @router.page(f"/exploitation/{name}/mis-de-cote/{{parked_id}}", action=OPERATE)
    async def one_parked(request: Request, uow: RequestUnitOfWork, parked_id: UUID) -> Response:
        """One parked fact: why, and what to do."""
        found = await find_set_aside(uow, parked_id)
        if found is None:
            raise NotFound
        return _render(
            request,
            "operations/parked.html",
            name,
            found=found,
            why=REASONS.get(found.parked.reason, found.parked.reason),
            todo=todo(found.parked.reason),
        )

    # Its answer is not kept: a fact that went through is not parked any more.
    @router.form(
        f"/exploitation/{name}/mis-de-cote/{{parked_id}}/rejouer", action=OPERATE, recorded=False
    )
    async def replay(request: Request, parked_id: UUID) -> Response:
        """Handle it again, and those behind it, each in its own transaction (rejouer)."""
        runtime = runtime_of(request)
        async with runtime.work.begin(DEPARTMENT) as uow:
            found = await find_set_aside(uow, parked_id)
        if found is None:
            raise NotFound
        count = 0
        if found.replayed_at is None:
            count = await replay_set_aside(service, runtime.work, runtime.database, found.parked)
        notice = said_of_replay(count) if found.replayed_at is None else "Il est déjà traité."
        return see_other(f"/exploitation/{name}/mis-de-cote/{parked_id}", notice=notice)


def _judged(readings: Readings) -> dict[str, Any]:
    return {"readings": readings, "found": findings(readings)}


def _render(request: Request, template: str, name: str, **context: Any) -> Response:
    title = next(one.title for one in request.app.state.installation if one.name == name)
    return render(
        request,
        template,
        service=name,
        service_name=title,
        reasons=REASONS,
        now=runtime_of(request).work.now(),
        **context,
    )
