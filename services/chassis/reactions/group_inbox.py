"""The inbox of one group: what it has handled, and the transaction in which it handles an event.

Inbox row and effects are one transaction, and only after its commit is the stream answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import structlog

from contracts.envelope import Envelope
from contracts.identifiers import Uai
from contracts.subjects import Subject
from services.chassis.base.failpoints import failpoint
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.scopes import across_lycees
from services.chassis.observability import tracing
from services.chassis.reactions import group_records
from services.chassis.reactions.decision import (
    Handle,
    Ignore,
    Known,
    Readable,
    after_failure,
    decide,
    is_history,
)
from services.chassis.reactions.received import Received
from services.chassis.reactions.spec import Group
from services.chassis.unit_of_work.parked_events import Park, park
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork, new_id

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)
SURVIVED_MAX = 1000
ALL = "all"
"""In place of an aggregate’s id: no other transaction of the group at the same time."""


class NotHandled(Exception):
    """Rolls the transaction back, inbox row included: the event is ignored, or parked apart."""

    is_failure = False
    """Traces show it as an outcome like another."""

    def __init__(self, decision: Ignore | Park) -> None:
        super().__init__(type(decision).__name__)
        self.decision = decision


async def enrol(inboxes: Sequence[GroupInbox]) -> None:
    """Read, or set at their very first start, from when on the groups of a service react."""
    new = [one for one in inboxes if not one.enrolled]
    if not new:
        return
    wanted = {kind: since for one in new for kind, since in one.kinds().items()}
    async with new[0].units.begin(DEPARTMENT) as uow:
        remembered = await group_records.enrol(uow.connection, wanted)
    for one in new:
        one.remember(remembered)


class GroupInbox:
    """What one group remembers, and how it takes an event once."""

    def __init__(
        self,
        group: Group,
        units: UnitsOfWork,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.group = group
        self.units = units
        self.now = clock
        # Not the time of the first delivery: its event was recorded before, and would be history.
        self._begun_at = clock()
        self._since: dict[str, datetime | None] = {}
        self._enrolled = False
        self._survived: dict[UUID, None] = {}
        self.on_parked: Callable[[], None] = lambda: None
        """Called once an event is set aside: it may be due soon."""

    @property
    def consumer(self) -> str:
        """The name under which the group keeps its books: its durable's."""
        return self.group.durable

    async def enrol(self) -> None:
        """Read, or set at the very first start, from when on each kind of event is reacted to."""
        await enrol([self])

    @property
    def enrolled(self) -> bool:
        """Whether it is known from when on each kind is reacted to."""
        return self._enrolled

    def kinds(self) -> dict[str, datetime | None]:
        """From when on each kind would be reacted to if this were the very first start.

        Kept per kind: one added next year to an old group must not be reacted to for the past.
        """
        wanted = self._begun_at if self.group.since == "now" else None
        kinds = [reaction.event_type for reaction in self.group.reactions]
        return {f"{self.consumer}/{one.service()}.{one.token()}": wanted for one in kinds}

    def remember(self, since: Mapping[str, datetime | None]) -> None:
        """Take what is remembered of each kind, as `kinds` names them."""
        self._since = {kind.partition("/")[2]: since[kind] for kind in self.kinds()}
        self._enrolled = True

    def is_history(self, received: Received) -> bool:
        """Whether it was recorded before the group began to react to its kind."""
        subject, envelope = received.subject, received.envelope
        if envelope is None or not isinstance(subject, Subject):
            return False
        return is_history(envelope, self._since.get(f"{subject.service}.{subject.event}"))

    async def count_deliveries(self, received: Received) -> int:
        """How many deliveries of it had no outcome, this one not counted as the first."""
        envelope = received.envelope
        if envelope is None or not received.redelivered:
            return 0
        async with self.units.begin(DEPARTMENT) as uow:
            if envelope.id in self._survived:
                # this process outlived the earlier delivery: it was no killer
                await group_records.forget_deliveries(uow.connection, self.consumer, envelope.id)
                count = 0
            else:
                count = await group_records.count_delivery(
                    uow.connection, self.consumer, envelope.id, uow.now
                )
        self._survived.pop(envelope.id, None)
        return count

    @asynccontextmanager
    async def transaction(
        self, received: Received, readable: Readable, *, unanswered: int
    ) -> AsyncIterator[UnitOfWork]:
        """The inbox row, then the effects of the block, in one transaction.

        Raises NotHandled for what was handled before, or may not be handled now.
        """
        async with self.begin(readable) as uow:
            known = await self._look(uow, readable.envelope, unanswered)
            decision = decide(readable, known)
            if not isinstance(decision, Handle):
                raise NotHandled(decision)
            yield uow
            if received.redelivered:
                await group_records.forget_deliveries(
                    uow.connection, self.consumer, readable.envelope.id
                )
            failpoint("reaction.before_commit")
        failpoint("reaction.after_commit")

    def begin(self, readable: Readable) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open the transaction of the effects, in the scope of the lycée that spoke."""
        uai = readable.subject.uai
        return self.units.begin(
            Scope(frozenset({uai})),
            uai=uai,
            correlation_id=readable.envelope.correlation_id,
            cause=readable.envelope,
            now=self.now(),
        )

    @asynccontextmanager
    async def transaction_of_many(self, uai: Uai) -> AsyncIterator[UnitOfWork]:
        """One transaction for many events of a lycée; no two replicas are in one at a time."""
        async with self.units.begin(Scope(frozenset({uai})), uai=uai, now=self.now()) as uow:
            await group_records.one_at_a_time(uow.connection, self.consumer, ALL)
            yield uow
            failpoint("reaction.before_commit")
        failpoint("reaction.after_commit")

    async def wait_turn(self, uow: UnitOfWork, aggregate_id: str) -> None:
        """Let no other replica handle the same: an aggregate, or anything where many are taken."""
        if self.group.takes_many:
            await group_records.one_at_a_time(uow.connection, self.consumer, ALL)
        elif not self.group.commutative:
            await group_records.one_at_a_time(uow.connection, self.consumer, aggregate_id)

    async def take_first(
        self, uow: UnitOfWork, readables: Sequence[Readable]
    ) -> Sequence[Readable]:
        """Put events in the inbox; those that were neither there nor parked, in their order."""
        connection, consumer = uow.connection, self.consumer
        unique = {one.envelope.id: one for one in readables}
        async with across_lycees(connection, uow.scope.setting()):
            parked = await group_records.all_set_aside(connection, consumer, [*unique])
        wanted = [one.envelope for one in unique.values() if one.envelope.id not in parked]
        first = await group_records.first_times(connection, consumer, wanted, uow.now)
        return [one for id_, one in unique.items() if id_ in first]

    async def forget_deliveries(self, uow: UnitOfWork, readables: Sequence[Readable]) -> None:
        """Their outcome is recorded by this transaction: what was delivered before counts no more."""
        ids = [one.envelope.id for one in readables]
        await group_records.forget_deliveries(uow.connection, self.consumer, *ids)
        for event_id in ids:
            self._survived.pop(event_id, None)

    def span(self, envelope: Envelope) -> tracing.Entered:
        """The part of the event's trace that the reaction is."""
        return tracing.span(
            self.group.service,
            f"react {self.consumer}",
            kind="consumer",
            parent=envelope.traceparent,
            group=self.consumer,
            event=envelope.type.removeprefix("fr.passerelle."),
            event_id=str(envelope.id),
        )

    async def _look(self, uow: UnitOfWork, envelope: Envelope, unanswered: int) -> Known:
        connection, ordered = uow.connection, not self.group.commutative
        await self.wait_turn(uow, envelope.subject)
        async with across_lycees(connection, uow.scope.setting()):
            itself, another = await group_records.set_aside(connection, self.consumer, envelope)
        first = await group_records.first_time(connection, self.consumer, envelope, uow.now)
        return Known(
            handled=not first,
            parked=itself,
            aggregate_parked=ordered and another,
            deliveries_without_outcome=unanswered,
        )

    @asynccontextmanager
    async def parking_failures(self, received: Received) -> AsyncIterator[None]:
        """Park the event if the block fails at it. Trouble of the service itself is raised."""
        try:
            yield
        except NotHandled as otherwise:
            if isinstance(otherwise.decision, Park):
                await self.park(received, otherwise.decision)
        except Exception as error:  # a handler may raise anything: it is judged here
            event_id = received.envelope.id if received.envelope else None
            if is_trouble(error):
                self.survive(event_id)
                raise
            now = self.now()
            decision = after_failure(error, failures=1, first_at=now, now=now)
            log.warning(
                "reaction.failed",
                consumer=self.consumer,
                event_id=str(event_id),
                reason=decision.reason,
                exc_info=error,  # its type and places: the details are kept with the event
            )
            await self.park(received, decision)

    def survived(self, event_id: UUID) -> bool:
        """Whether this process outlived a delivery of it that had no outcome."""
        return event_id in self._survived

    def survive(self, *event_ids: UUID | None) -> None:
        """Remember that deliveries of these had no outcome for another reason than their killing."""
        self._survived |= {one: None for one in event_ids if one is not None}
        while len(self._survived) > SURVIVED_MAX:
            self._survived.pop(next(iter(self._survived)))

    async def park(self, received: Received, decision: Park) -> None:
        """Keep the event apart, whole, so that those after it go on."""
        envelope = received.envelope
        async with self.units.begin(DEPARTMENT) as uow:
            await park(
                uow.connection,
                parked_id=new_id(),
                consumer=self.consumer,
                delivery=received.delivery,
                uai=received.uai,
                envelope=envelope,
                decision=decision,
                now=self.now(),
            )
            if envelope is not None:
                await group_records.forget_deliveries(uow.connection, self.consumer, envelope.id)
        self.on_parked()
        log.error(
            "reaction.parked",
            consumer=self.consumer,
            subject=received.delivery.subject,
            reason=decision.reason,
        )
