"""What a bureau tells of its exchanges with actors of the network: that one took place, how and what for.

What was said stays in the lycée; what an actor is, the directory knows.
"""

from datetime import date
from typing import NewType
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.event import Event
from contracts.partnerships.companies import InteractionKind, InteractionPurpose
from contracts.publication import FactFamily
from contracts.questions import Question, declare

ActorId = NewType("ActorId", UUID)
ActorExchangeId = NewType("ActorExchangeId", UUID)


# A state: told again as it is on the day the family is opened.
class ActorMetV1(
    Event, audience="department", aggregate="exchange_id", family=FactFamily.EXCHANGES
):
    """A bureau had an exchange with an actor of the network, or corrected what was noted (échange avec un acteur)."""

    exchange_id: ActorExchangeId
    actor_id: ActorId
    kind: InteractionKind
    purpose: InteractionPurpose
    occurred_on: date


# Always published, for what was told while the family was open.
class ActorMeetingWithdrawnV1(
    Event, audience="department", aggregate="exchange_id", family=FactFamily.EXCHANGES
):
    """An exchange with an actor was noted by mistake and taken back (échange avec un acteur retiré)."""

    exchange_id: ActorExchangeId
    actor_id: ActorId
    occurred_on: date


# Asked before one is removed from the directory: that a lycée relies on it, and nothing of how, when or what for.
ACTORS_MAX = 500
"""As many as one list adds."""


class ActorsReliedOnRequest(BaseModel):
    """Some actors of the directory."""

    actors: tuple[ActorId, ...] = Field(max_length=ACTORS_MAX)


class ActorsReliedOn(BaseModel):
    """Those of them that the lycée has an exchange or a task with."""

    actors: tuple[ActorId, ...] = ()


ACTORS_RELIED_ON = declare(
    Question(
        service="partnerships",
        name="actors_relied_on",
        request=ActorsReliedOnRequest,
        answer=ActorsReliedOn,
        askers=frozenset({"coordination"}),
        timeout_seconds=3.0,
    )
)
"""Asked of each lycée, as an imported list of actors is taken back."""
