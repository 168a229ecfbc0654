"""Declaring what a service does when it learns a fact.

    reactions = Reactions("gardens")

    @reactions.on(TreePlantedV1, group="trees", since="beginning")
    async def water_the_tree(event: TreePlantedV1, uow: UnitOfWork) -> None: ...

As the service starts, each group becomes a subscriber of FastStream and each reaction a handler
of it. After its event a handler names what it needs, of `GIVEN`: `uow`, `now`, `envelope`.

Importing this module needs neither NATS nor a database: permissions, durables, catalogue and
AsyncAPI document are generated from what is declared here.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar

from services.chassis.nats.durables import (
    COMMUTATIVE_MAX_ACK_PENDING,
    REACTION_ACK_WAIT_SECONDS,
    Durable,
)

if TYPE_CHECKING:
    from contracts.event import Audience, Event

Since = Literal["beginning", "now"]
E = TypeVar("E", bound="Event")
P = ParamSpec("P")
Handler = Callable[Concatenate[Any, P], Awaitable[None]]
GIVEN = frozenset({"uow", "now", "envelope"})
"""What a handler may name after its event: see `dependencies`."""


class ReactionMisdeclared(TypeError):
    """Two reactions of one service contradict each other; the service does not start."""


class NotYet(Exception):
    """The event needs something this service has not seen so far. Tried again for 24 hours."""

    PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Reaction:
    """One handler for one version of one event, inside a group."""

    event_type: type[Event]
    group: str
    since: Since
    commutative: bool
    handler: Handler[...]


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
            # 1: the next event is delivered only once this one is settled, to whichever replica
            max_ack_pending=COMMUTATIVE_MAX_ACK_PENDING if self.commutative else 1,
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
    unknown = sorted({*others} - GIVEN)
    if unknown or event in GIVEN:
        asked = ", ".join(unknown) or f"{event} before its event"
        raise ReactionMisdeclared(
            f"the handler of {reaction.event_type.__name__} asks for {asked}; "
            f"it may ask for {', '.join(sorted(GIVEN))}"
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
