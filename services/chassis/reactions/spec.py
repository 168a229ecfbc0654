"""Declaring what a service does when it learns a fact.

    reactions = Reactions("gardens")

    @reactions.on(TreePlantedV1, group="trees", since="beginning")
    async def water_the_tree(event: TreePlantedV1, uow: UnitOfWork) -> None: ...

As the service starts, each group becomes a subscriber of FastStream and each reaction a handler
of it. After its event a handler names what it needs, of `GIVEN`: `uow`, `now`, `envelope`.

What copies the state of others takes many events in one transaction:

    @reactions.on_many(TreePlantedV1, TreePrunedV1, group="trees", since="beginning")
    async def keep_trees(events: Sequence[Batched[Tree]], uow: UnitOfWork) -> None: ...

Importing this module needs neither NATS nor a database: permissions, durables, catalogue and
AsyncAPI document are generated from what is declared here.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, TypeVar

from services.chassis.nats.durables import (
    BATCH_MAX_ACK_PENDING,
    COMMUTATIVE_MAX_ACK_PENDING,
    REACTION_ACK_WAIT_SECONDS,
    Durable,
)

if TYPE_CHECKING:
    from contracts.envelope import Envelope
    from contracts.event import Audience, Event

Since = Literal["beginning", "now"]
E = TypeVar("E", bound="Event")
P = ParamSpec("P")
Handler = Callable[Concatenate[Any, P], Awaitable[None]]
Facts_co = TypeVar("Facts_co", covariant=True)
GIVEN = frozenset({"uow", "now", "envelope"})
"""What a handler may name after its event: see `dependencies`."""
GIVEN_WITH_MANY = frozenset({"uow", "now"})
"""What a handler of many events may name: each event comes with its own envelope."""


class ReactionMisdeclared(TypeError):
    """Two reactions of one service contradict each other; the service does not start."""


class NotYet(Exception):
    """The event needs something this service has not seen so far. Tried again for 24 hours."""

    PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Batched(Generic[Facts_co]):
    """One of the events a handler takes together, with its envelope."""

    event: Facts_co
    envelope: Envelope


@dataclass(frozen=True)
class Reaction:
    """One handler for one version of one event, inside a group."""

    event_type: type[Event]
    group: str
    since: Since
    commutative: bool
    handler: Handler[...]
    takes_many: bool = False
    """Whether the handler takes a sequence of events, all of one lycée."""


@dataclass(frozen=True)
class Group:
    """Reactions that share one durable: handled in the stream's order, one after another."""

    service: str
    name: str
    reactions: tuple[Reaction, ...]

    @property
    def durable(self) -> str:
        """The durable's name, `<service>__<group>`."""
        return f"{self.service}__{self.name}"

    @property
    def since(self) -> Since:
        """From when on events are reacted to."""
        return self.reactions[0].since

    @property
    def commutative(self) -> bool:
        """Whether events may be handled side by side, in any order."""
        return self.reactions[0].commutative

    @property
    def takes_many(self) -> bool:
        """Whether many events are handled in one transaction."""
        return self.reactions[0].takes_many

    @property
    def max_ack_pending(self) -> int:
        """How many events may be delivered and not settled."""
        if self.takes_many:
            return BATCH_MAX_ACK_PENDING
        # 1: the next event is delivered only once this one is settled, to whichever replica
        return COMMUTATIVE_MAX_ACK_PENDING if self.commutative else 1

    @property
    def audience(self) -> Audience:
        """The audience whose stream the group reads."""
        return self.reactions[0].event_type.audience()

    def description(
        self, department: str, *, ack_wait_seconds: float = REACTION_ACK_WAIT_SECONDS
    ) -> Durable:
        """The durable as the provisioner must make it."""
        from contracts.streams import stream_name
        from contracts.subjects import filter_subject

        filters = {filter_subject(r.event_type, department) for r in self.reactions}
        return Durable(
            name=self.durable,
            stream=stream_name(self.audience, department),
            filter_subjects=tuple(sorted(filters)),
            ack_policy="explicit",
            ack_wait_seconds=ack_wait_seconds,
            max_ack_pending=self.max_ack_pending,
        )


class Reactions:
    """All reactions of one service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._declared: list[Reaction] = []

    def on(
        self,
        event_type: type[E],
        *,
        group: str,
        since: Since,
        commutative: bool = False,
    ) -> Callable[
        [Callable[Concatenate[E, P], Awaitable[None]]], Callable[Concatenate[E, P], Awaitable[None]]
    ]:
        """Declare a handler. `since="now"` never reacts to what was recorded before its group
        first ran, even when the whole stream is delivered again; `"beginning"` does.

        Raises ReactionMisdeclared when the group's members disagree, or the handler names
        something it cannot be given.
        """

        def declare(
            handler: Callable[Concatenate[E, P], Awaitable[None]],
        ) -> Callable[Concatenate[E, P], Awaitable[None]]:
            self._add(Reaction(event_type, group, since, commutative, handler))
            return handler

        return declare

    def on_many(
        self, *event_types: type[Event], group: str, since: Since
    ) -> Callable[[Handler[P]], Handler[P]]:
        """Declare the one handler of a group that copies: it takes a sequence of `Batched` events.

        They come in the stream’s order and are all of one lycée; but a batch that was handed back,
        or that another replica took, may come after later ones. So what is written must be the same
        in whatever order: the newest version wins. It publishes nothing. What it fails at is given
        to it one by one, and what still fails is parked alone.

        Raises ReactionMisdeclared as `on` does.
        """

        def declare(handler: Handler[P]) -> Handler[P]:
            for event_type in event_types:
                self._add(Reaction(event_type, group, since, True, handler, takes_many=True))
            return handler

        return declare

    def groups(self) -> tuple[Group, ...]:
        """The groups, in order of name."""
        names = sorted({reaction.group for reaction in self._declared})
        return tuple(self._group(name) for name in names)

    def event_types(self) -> frozenset[type[Event]]:
        """Every event this service reacts to."""
        return frozenset(reaction.event_type for reaction in self._declared)

    def _group(self, name: str) -> Group:
        members = tuple(r for r in self._declared if r.group == name)
        return Group(self.service, name, members)

    def _add(self, reaction: Reaction) -> None:
        _check_name(reaction.group)
        _check_parameters(reaction)
        _check_agreement(reaction, (r for r in self._declared if r.group == reaction.group))
        self._declared.append(reaction)


def _check_name(group: str) -> None:
    if not group.isidentifier() or "__" in group:
        raise ReactionMisdeclared(f"{group!r} is not a group name: one lower-case word")


def _check_parameters(reaction: Reaction) -> None:
    event, *others = inspect.signature(reaction.handler).parameters
    given = GIVEN_WITH_MANY if reaction.takes_many else GIVEN
    unknown = sorted({*others} - given)
    if unknown or event in GIVEN:
        asked = ", ".join(unknown) or f"{event} before its event"
        raise ReactionMisdeclared(
            f"the handler of {reaction.event_type.__name__} asks for {asked}; "
            f"it may ask for {', '.join(sorted(given))}"
        )


def _check_agreement(reaction: Reaction, others: Iterable[Reaction]) -> None:
    for other in others:
        if other.event_type is reaction.event_type:
            raise ReactionMisdeclared(
                f"group {reaction.group} handles {reaction.event_type.__name__} twice"
            )
        if other.event_type.audience() != reaction.event_type.audience():
            raise ReactionMisdeclared(
                f"group {reaction.group} mixes audiences: one durable, one stream"
            )
        if (other.since, other.commutative) != (reaction.since, reaction.commutative):
            raise ReactionMisdeclared(f"group {reaction.group} disagrees on since or commutative")
        if (reaction.takes_many or other.takes_many) and other.handler is not reaction.handler:
            raise ReactionMisdeclared(f"group {reaction.group} takes many: it has one handler")
