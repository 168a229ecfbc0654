"""Exchanges with actors of the network: of bureaux and of the supervisor, without a word of what was said.

They have no line of the journal: what was noted before they were told would fill a page of it.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.actors import DepartmentActorMeetingWithdrawnV1, DepartmentActorMetV1
from contracts.envelope import Envelope
from contracts.partnerships.actors import ActorMeetingWithdrawnV1, ActorMetV1
from services.supervision.read_models.model.folded_events import State, folded, never


def _state(fact: "ActorMet | DepartmentActorMet", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "exchange_id": fact.exchange_id,
        "actor_id": fact.actor_id,
        "kind": fact.kind,
        "purpose": fact.purpose,
        "occurred_on": fact.occurred_on,
        "withdrawn": False,
    }
    return "actor_meetings", (uai, fact.exchange_id), row


def _withdrawn(
    fact: "ActorMeetingWithdrawn | DepartmentActorMeetingWithdrawn", uai: str, _: Envelope
) -> State:
    row = {
        "uai": uai,
        "exchange_id": fact.exchange_id,
        "actor_id": fact.actor_id,
        "kind": None,
        "purpose": None,
        "occurred_on": fact.occurred_on,
        "withdrawn": True,
    }
    return "actor_meetings", (uai, fact.exchange_id), row


@folded(ActorMetV1, state=_state)
class ActorMet(Struct):
    exchange_id: UUID
    actor_id: UUID
    kind: str
    purpose: str
    occurred_on: date


@folded(ActorMeetingWithdrawnV1, state=_withdrawn)
class ActorMeetingWithdrawn(Struct):
    exchange_id: UUID
    actor_id: UUID
    occurred_on: date


# The supervisor’s own: they show of no bureau that somebody is at work there.
@folded(DepartmentActorMetV1, state=_state, news=never)
class DepartmentActorMet(Struct):
    exchange_id: UUID
    actor_id: UUID
    kind: str
    purpose: str
    occurred_on: date


@folded(DepartmentActorMeetingWithdrawnV1, state=_withdrawn, news=never)
class DepartmentActorMeetingWithdrawn(Struct):
    exchange_id: UUID
    actor_id: UUID
    occurred_on: date
