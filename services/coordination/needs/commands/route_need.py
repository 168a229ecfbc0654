"""Passing a need on to bureaux, or to an actor of the network."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import (
    NeedAssignedV1,
    NeedAssignmentId,
    NeedEntrustedV1,
    NeedId,
    NeedRoutedV1,
)
from contracts.identifiers import Uai
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors
from services.coordination.needs.model.assignment import (
    ActorUnreachable,
    Assignment,
    NobodyNew,
    bureaux_of,
)
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedAction, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter
from services.coordination.news.model.calendar import local_date


async def route_need(
    uow: UnitOfWork,
    *,
    need_id: UUID,
    version: int,
    bureaux: Collection[Uai] = (),
    actor_id: UUID | None = None,
    now: datetime,
) -> None:
    """Pass a need on to bureaux, or hand it to an actor; who has it already keeps it.

    Raises NotFound, StaleVersion, NeedMoveRefused, NobodyNew, ActorUnreachable.
    """
    need = await Needs(uow).to_change(need_id, version)
    if actor_id is not None:
        await _expect_reachable(uow, actor_id)
    need = need.moved(NeedAction.ROUTE, _after_routing(need), now=now)
    before = await Assignments(uow).of(need_id)
    new = _new_assignments(uow, need, before, bureaux=bureaux, actor_id=actor_id, now=now)
    if not new:
        raise NobodyNew(field="bureaux")
    for assignment in new:
        await Assignments(uow).add(assignment)
    routed = replace(need, lycees=bureaux_of((*before, *new)))
    await Needs(uow).save(routed)
    await _publish_routing(uow, routed, new, now=now)


async def _expect_reachable(uow: UnitOfWork, actor_id: UUID) -> None:
    actor = await Actors(uow).get(actor_id)
    if actor.archived_at is not None or not actor.details.mail:
        raise ActorUnreachable(field="actor")


def _after_routing(need: Need) -> NeedStatus:
    return NeedStatus.TAKEN if need.status is NeedStatus.TAKEN else NeedStatus.ROUTED


def _new_assignments(
    uow: UnitOfWork,
    need: Need,
    before: Sequence[Assignment],
    *,
    bureaux: Collection[Uai],
    actor_id: UUID | None,
    now: datetime,
) -> Sequence[Assignment]:
    """Those it is passed on to besides; who answered that it is not for them may be asked again."""
    held = {(one.uai, one.actor_id) for one in before if not one.may_be_asked_anew}
    wanted: list[tuple[Uai, UUID | None]] = [(uai, None) for uai in sorted(set(bureaux))]
    if actor_id is not None:
        wanted.append((uow.department_uai, actor_id))
    return [
        Assignment(uow.new_id(), need.id, uai, asked_at=now, actor_id=actor)
        for uai, actor in wanted
        if (uai, actor) not in held
    ]


async def _publish_routing(
    uow: UnitOfWork, need: Need, new: Sequence[Assignment], *, now: datetime
) -> None:
    if need.due_on is None:
        return
    common = {"need_id": NeedId(need.id), "due_on": need.due_on, "occurred_on": local_date(now)}
    for one in new:
        if one.actor_id is not None:
            uow.publish(NeedEntrustedV1(**common), version=need.version)
            await ask_letter(uow, need, NeedLetterKind.ENTRUSTED, one)
        else:
            assigned = NeedAssignedV1(assignment_id=NeedAssignmentId(one.id), **common)
            publish_decision(uow, assigned, lycee=one.uai, version=need.version)
    if any(one.actor_id is None for one in new):
        routed = NeedRoutedV1(bureaux=len(need.lycees), **common)
        uow.publish(routed, version=need.version)
