"""Declaring a read model that is a fold of events.

    class CoverageChanged(msgspec.Struct):
        coverage_id: UUID
        host_agreed: int

    async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None: ...

    COVERAGE = Projection("coverage", events={CoverageChangedV1: CoverageChanged}, fold=fold)

Importing this module needs neither NATS nor a database.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.event import Audience, Event
from contracts.streams import stream_name
from contracts.subjects import Subject, filter_subject
from services.chassis.nats.durables import PROJECTION_ACK_WAIT_SECONDS, Durable

GATHER_SECONDS = 0.002
"""The facts of one command come one after the other (`publishing.FEW`): folded together they are
one commit, and open pages fetch themselves again once.
"""
BATCH_SIZE = 5000


@dataclass(frozen=True)
class Recorded:
    """One event as a fold receives it: already decoded, in the stream's order."""

    envelope: Envelope
    subject: Subject
    event_type: type[Event]
    data: Any
    """An instance of the msgspec.Struct declared for this event type, or its facts as they came."""


Fold = Callable[[AsyncConnection, Sequence[Recorded]], Awaitable[None]]


@dataclass(frozen=True)
class Projection:
    """A read model of one service over one audience's stream.

    `events` maps each event type to the msgspec.Struct that holds the fields the fold uses; other
    fields are never decoded. A fold that hands events on whole names `dict`. `fold` runs in the
    transaction that moves the watermark, as `app` with the scope of the whole department. It must
    be idempotent: a stream that was rebuilt is folded again from its beginning, so it upserts by
    key and guards by `envelope.version`. What came within `gather_seconds` of the first is folded
    with it: longer where nobody waits for it, a commit costs more than a fact.

    `tables` and `rules` say which fold it is: where one of them, or a field of `events`, is another than
    in the release that made the rows, they are made again from the beginning (`fingerprint`). A fold that
    computes otherwise from the same fields raises `rules`. Without `tables` nothing is ever made again.
    """

    name: str
    events: Mapping[type[Event], type[msgspec.Struct | dict[str, Any]]]
    fold: Fold
    audience: Audience = "department"
    batch_size: int = BATCH_SIZE
    gather_seconds: float = GATHER_SECONDS
    tables: Sequence[Table] = ()
    rules: int = 1

    @property
    def fingerprint(self) -> str | None:
        """What rows depend on: the rules, the fields that are folded, and the columns they go to."""
        if not self.tables:
            return None
        said = [
            str(self.rules),
            *sorted(f"{event.ce_type()} {_fields(kind)}" for event, kind in self.events.items()),
            *sorted(
                f"{one.name}.{column.name} {column.type}" for one in self.tables for column in one.c
            ),
        ]
        return sha256("\n".join(said).encode()).hexdigest()[:16]

    def durable(self, service: str) -> str:
        """The durable's name, `<service>__<name>`."""
        return f"{service}__{self.name}"

    def description(
        self,
        service: str,
        department: str,
        *,
        ack_wait_seconds: float = PROJECTION_ACK_WAIT_SECONDS,
    ) -> Durable:
        """The durable as the provisioner must make it."""
        return Durable(
            name=self.durable(service),
            stream=stream_name(self.audience, department),
            filter_subjects=tuple(sorted({filter_subject(e, department) for e in self.events})),
            ack_policy="all",
            ack_wait_seconds=ack_wait_seconds,
            max_ack_pending=4 * self.batch_size,
        )


def _fields(kind: type[msgspec.Struct | dict[str, Any]]) -> str:
    if not issubclass(kind, msgspec.Struct):
        return "*"
    return ",".join(sorted(field.name for field in msgspec.structs.fields(kind)))
