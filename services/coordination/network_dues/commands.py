"""Commands that tell where what waits is: spread to whom it concerns, then said by each in its own name."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from contracts.coordination.dues import NetworkDueId, NetworkDueKind, NetworkDueStatedV1
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.dues import plan_due, plan_statement
from services.coordination.decisions.store import Decisions
from services.coordination.decisions.tables import decisions
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.tables import needs
from services.coordination.network_dues.model import (
    Standing,
    of_bureau,
    of_decision,
    of_need,
    of_request,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.support_requests.store import SupportRequests
from services.coordination.support_requests.tables import support_requests

FIRST_JOB = "state-all-network-dues"


async def spread_due(uow: UnitOfWork, *, kind: NetworkDueKind, due_id: UUID, version: int) -> None:
    """Have each lycée it waits at say so; before the department each speaks for itself.

    Raises NotFound for what is kept no more.
    """
    for uai in await _concerned(uow, kind, due_id):
        await plan_statement(uow, kind, due_id, version, lycee=uai)


async def _concerned(uow: UnitOfWork, kind: NetworkDueKind, due_id: UUID) -> Collection[Uai]:
    if kind is NetworkDueKind.NEED:
        held = await Assignments(uow).of(due_id)
        return sorted({uow.department_uai, *(one.uai for one in held if one.actor_id is None)})
    if kind is NetworkDueKind.SUPPORT:
        return [(await SupportRequests(uow).get(due_id)).uai]
    owner = (await Decisions(uow).get(due_id)).details.owner.uai
    return [] if owner == uow.department_uai else [owner]


async def state_due(uow: UnitOfWork, *, kind: NetworkDueKind, due_id: UUID, now: datetime) -> None:
    """Say where it is now (échéance), in the name of the lycée whose turn it is. Raises NotFound."""
    lycee = uow.writing_for()
    standing, version = await _standing(uow, kind, due_id, lycee)
    if standing is None:
        return
    stated = NetworkDueStatedV1(
        due_id=NetworkDueId(due_id), kind=kind, **vars(standing), occurred_on=local_date(now)
    )
    uow.publish(stated, version=version, uai=lycee)


async def _standing(
    uow: UnitOfWork, kind: NetworkDueKind, due_id: UUID, lycee: Uai
) -> tuple[Standing | None, int]:
    if kind is NetworkDueKind.NEED:
        need = await Needs(uow).get(due_id)
        if lycee == uow.department_uai:
            return of_need(need), need.version
        return of_bureau(need, await Assignments(uow).of(due_id), lycee), need.version
    if kind is NetworkDueKind.SUPPORT:
        request = await SupportRequests(uow).get(due_id)
        return of_request(request), request.version
    decision = await Decisions(uow).get(due_id)
    # What the DSDEN carries out waits at no lycée.
    of_lycee = None if lycee == uow.department_uai else of_decision(decision, lycee)
    return of_lycee, decision.version


async def plan_first_statements(uow: UnitOfWork, *, now: datetime) -> None:
    """Have what stood before anything was told of it told once; done already, it stays so."""
    await uow.schedule(FIRST_JOB, key="1", due_at=now, uai=uow.department_uai)


async def state_all_dues(uow: UnitOfWork) -> None:
    """Have everything that is kept told: the figures of a year are of what is over too."""
    for kind, statement in _KEPT:
        for row in await uow.execute(statement):
            await plan_due(uow, kind, row.due_id, row.version)


_N, _S, _D = needs.c, support_requests.c, decisions.c
_KEPT: Sequence[tuple[NetworkDueKind, Any]] = (
    (
        NetworkDueKind.NEED,
        select(_N.need_id.label("due_id"), _N.version).where(_N.received_at.is_not(None)),
    ),
    (NetworkDueKind.SUPPORT, select(_S.support_id.label("due_id"), _S.version)),
    (NetworkDueKind.DECISION, select(_D.decision_id.label("due_id"), _D.version)),
)
