"""Setting an event aside: it stays in `parked_events`, whole, until it goes through.

Nothing is ever dropped: what a reaction or a projection cannot handle is kept here with the
reason, and acknowledged to the stream so that others go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from services.chassis.database.tables import parked_events
from services.chassis.nats.parse_envelope import Delivery

BEHIND = "behind"
BEHIND_DETAIL = "an earlier event of the same aggregate is set aside"
KILLER = "killer"
NOT_YET = "not-yet"
FAILED = "failed"
EXHAUSTED = "exhausted"


@dataclass(frozen=True)
class Park:
    """Set the event aside. `retry_at` None: until an operator replays it."""

    reason: str
    detail: str
    retry_at: datetime | None = None


async def park(
    connection: AsyncConnection,
    *,
    parked_id: UUID,
    consumer: str,
    delivery: Delivery,
    uai: str,
    envelope: Envelope | None,
    decision: Park,
    now: datetime,
) -> None:
    """Set an event aside; doing it twice is harmless. Needs the department's scope.

    `parked_id` is a UUIDv7: replays follow its order.
    """
    await connection.execute(
        upsert(parked_events)
        .values(
            parked_id=parked_id if envelope else _id_of_bytes(consumer, delivery),
            consumer=consumer,
            stream=delivery.stream,
            stream_sequence=delivery.stream_sequence,
            uai=uai,
            event_id=envelope.id if envelope else None,
            event_type=envelope.type if envelope else None,
            aggregate_id=envelope.subject if envelope else None,
            source=envelope.source if envelope else None,
            subject=delivery.subject,
            headers=storable(delivery.headers),
            payload=delivery.payload,
            reason=decision.reason,
            detail=decision.detail,
            parked_at=now,
            retry_at=decision.retry_at,
            attempts=1 if decision.retry_at else 0,
        )
        .on_conflict_do_nothing()
    )


def _id_of_bytes(consumer: str, delivery: Delivery) -> UUID:
    """Recognise a message without a readable id when it is delivered again."""
    digest = sha256(delivery.payload).hexdigest()
    return uuid5(NAMESPACE_URL, f"{consumer}/{delivery.stream}/{delivery.stream_sequence}/{digest}")


def storable(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as jsonb takes them: no NUL, no lone surrogate."""
    return {_storable(name): _storable(value) for name, value in headers.items()}


def _storable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "backslashreplace").decode()


async def mark_replayed(
    connection: AsyncConnection, parked_ids: Iterable[UUID], now: datetime
) -> None:
    """Say that parked events went through, in the transaction of their effects."""
    await connection.execute(
        update(parked_events)
        .where(parked_events.c.parked_id.in_(list(parked_ids)))
        .values(replayed_at=now, retry_at=None)
    )
