"""Handling one delivery: inbox row and effects in one transaction, commit, and only then an answer.

The answer is given to the stream by whoever called: `Acknowledge` once an outcome is recorded
(handled, ignored or set aside), `HandBack` when none could be.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog

from contracts.envelope import Envelope
from contracts.identifiers import Uai
from contracts.subjects import Subject
from services.chassis.base.failpoints import failpoint
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.database.scopes import across_lycees
from services.chassis.nats.parse_envelope import Delivery, Unreadable, read_envelope, read_subject
from services.chassis.observability import tracing
from services.chassis.reactions import group_records
from services.chassis.reactions.decision import (
    Handle,
    Ignore,
    Known,
    Readable,
    after_failure,
    decide,
    delay_in_trouble_seconds,
    is_history,
    read,
)
from services.chassis.reactions.spec import Group
from services.chassis.unit_of_work.parked_events import Park, park
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork, new_id

log = structlog.get_logger(__name__)

DEPARTMENT = Scope(frozenset(), department_wide=True)
SURVIVED_MAX = 1000


@dataclass(frozen=True)
class Acknowledge:
    """An outcome is recorded; the stream may forget the delivery."""


@dataclass(frozen=True)
class HandBack:
    """Nothing could be recorded; the stream delivers it again after this many seconds."""

    delay_seconds: int


Answer = Acknowledge | HandBack


class _NotHandled(Exception):
    """Rolls the transaction back, inbox row included: the event is ignored, or parked apart."""

    is_failure = False
    """Traces show it as an outcome like another."""

    def __init__(self, decision: Ignore | Park) -> None:
        super().__init__(type(decision).__name__)
        self.decision = decision


async def enrol(handlings: Sequence[Handling]) -> None:
    """Read, or set at their very first start, from when on the groups of a service react."""
    new = [one for one in handlings if not one.enrolled]
    if not new:
        return
    wanted = {kind: since for one in new for kind, since in one.kinds().items()}
    async with new[0].units.begin(DEPARTMENT) as uow:
        remembered = await group_records.enrol(uow.connection, wanted)
    for one in new:
        one.remember(remembered)


class Handling:
    """Handles the deliveries of one group."""

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

    async def receive(self, delivery: Delivery) -> Answer:
        """Bring one delivery to an outcome. Never raises for what an event or a database does."""
        try:
            await self.enrol()
            await self._settle(delivery)
        except Exception as error:  # only trouble is waited out, the rest is raised
            if not is_trouble(error):
                raise
            delay = delay_in_trouble_seconds(delivery.attempt)
            log.warning("reaction.handed_back", consumer=self.consumer, reason=repr(error))
            return HandBack(delay)
        return Acknowledge()

    async def _settle(self, delivery: Delivery) -> None:
        subject = read_subject(delivery.subject)
        if isinstance(subject, Unreadable):
            # the durable's filter lets no such subject pass; kept all the same
            await self._park(delivery, None, Park(subject.reason, subject.detail))
            return
        addressed = read_envelope(subject, delivery.headers)
        envelope = None if isinstance(addressed, Unreadable) else addressed.envelope
        since = self._since.get(f"{subject.service}.{subject.event}")
        if envelope is not None and is_history(envelope, since):
            return
        read_as = read(self.group, subject, delivery)
        if isinstance(read_as, Unreadable):
            await self._park(delivery, envelope, Park(read_as.reason, read_as.detail))
            return
        await self._react(delivery, read_as)

    async def _react(self, delivery: Delivery, readable: Readable) -> None:
        unanswered = await self._deliveries_without_outcome(delivery, readable.envelope)
        try:
            await self._handle(readable, unanswered, redelivered=delivery.attempt > 1)
        except _NotHandled as otherwise:
            if isinstance(otherwise.decision, Park):
                await self._park(delivery, readable.envelope, otherwise.decision)
        except Exception as error:  # a handler may raise anything: it is judged here
            if is_trouble(error):
                self._survive(readable.envelope.id)
                raise
            now = self.now()
            decision = after_failure(error, failures=1, first_at=now, now=now)
            log.warning(
                "reaction.failed",
                consumer=self.consumer,
                event_id=str(readable.envelope.id),
                reason=decision.reason,
                exc_info=error,  # its type and places: the details are kept with the event
            )
            await self._park(delivery, readable.envelope, decision)

    async def _handle(self, readable: Readable, unanswered: int, *, redelivered: bool) -> None:
        async with self.begin(readable) as uow:
            known = await self._look(uow, readable.envelope, unanswered)
            decision = decide(readable, known)
            if not isinstance(decision, Handle):
                raise _NotHandled(decision)
            await readable.reaction.handler(readable.event, uow)
            if redelivered:
                await group_records.forget_deliveries(
                    uow.connection, self.consumer, readable.envelope.id
                )
            failpoint("reaction.before_commit")
        failpoint("reaction.after_commit")

    @asynccontextmanager
    async def begin(self, readable: Readable) -> AsyncIterator[UnitOfWork]:
        """Open the transaction of the effects, in the scope of the lycée that spoke."""
        uai: Uai = readable.subject.uai
        opening = self.units.begin(
            Scope(frozenset({uai})),
            uai=uai,
            correlation_id=readable.envelope.correlation_id,
            cause=readable.envelope,
            now=self.now(),
        )
        async with self._traced(readable.envelope), opening as uow:
            yield uow

    def _traced(self, envelope: Envelope) -> tracing.Entered:
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
        if ordered:
            await group_records.one_at_a_time(connection, self.consumer, envelope.subject)
        async with across_lycees(connection, uow.scope.setting()):
            itself, another = await group_records.set_aside(connection, self.consumer, envelope)
        first = await group_records.first_time(connection, self.consumer, envelope, uow.now)
        return Known(
            handled=not first,
            parked=itself,
            aggregate_parked=ordered and another,
            deliveries_without_outcome=unanswered,
        )

    async def _deliveries_without_outcome(self, delivery: Delivery, envelope: Envelope) -> int:
        if delivery.attempt == 1:
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

    def _survive(self, event_id: UUID) -> None:
        self._survived[event_id] = None
        while len(self._survived) > SURVIVED_MAX:
            self._survived.pop(next(iter(self._survived)))

    async def _park(self, delivery: Delivery, envelope: Envelope | None, decision: Park) -> None:
        subject = read_subject(delivery.subject)
        uai = subject.uai if isinstance(subject, Subject) else ""
        async with self.units.begin(DEPARTMENT) as uow:
            await park(
                uow.connection,
                parked_id=new_id(),
                consumer=self.consumer,
                delivery=delivery,
                uai=uai,
                envelope=envelope,
                decision=decision,
                now=self.now(),
            )
            if envelope is not None:
                await group_records.forget_deliveries(uow.connection, self.consumer, envelope.id)
        log.error(
            "reaction.parked",
            consumer=self.consumer,
            subject=delivery.subject,
            reason=decision.reason,
        )
