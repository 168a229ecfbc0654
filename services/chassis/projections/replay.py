"""Folding again what a projection parked: after an upgrade, or when an operator asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.database.engine import Database
from services.chassis.database.scopes import WHOLE_DEPARTMENT, enter_scope
from services.chassis.database.tables import parked_events, watermarks
from services.chassis.nats.parse_envelope import NEWER_VERSION, UNKNOWN_TYPE, Delivery
from services.chassis.projections.batch import Folding
from services.chassis.projections.spec import Projection
from services.chassis.unit_of_work.parked_events import mark_replayed

P = parked_events.c


async def reconsider(connection: AsyncConnection, folding: Folding) -> int:
    """After an upgrade: fold what this release has learnt to read; return how many went through."""
    known = [event.ce_type() for event in folding.projection.events]
    await enter_scope(connection, WHOLE_DEPARTMENT)
    found = await connection.execute(
        select(P.parked_id).where(
            P.consumer == folding.consumer,
            P.replayed_at.is_(None),
            P.reason.in_([NEWER_VERSION, UNKNOWN_TYPE]),
            P.event_type.in_(known),
        )
    )
    waiting: Sequence[UUID] = found.scalars().all()
    await connection.commit()
    return sum([await replay(connection, folding, parked_id) for parked_id in waiting])


async def replay_parked(
    database: Database, service: str, projection: Projection, parked_id: UUID
) -> int:
    """`replay` for a command that runs beside the service."""
    folding = Folding(projection.durable(service), projection, lambda: datetime.now(UTC))
    async with database.engine.connect() as connection:
        return await replay(connection, folding, parked_id)


async def fold_again(
    database: Database, service: str, projection: Projection, delivery: Delivery
) -> bool:
    """Fold one event of the journal again; whether it went through. Harmless: folds are idempotent."""
    folding = Folding(projection.durable(service), projection, lambda: datetime.now(UTC))
    async with database.engine.connect() as connection:
        await enter_scope(connection, WHOLE_DEPARTMENT)
        failure = await folding.fold_alone(connection, delivery)
        await _moved(connection, projection)
        await connection.commit()
    return failure is None


async def replay(connection: AsyncConnection, folding: Folding, parked_id: UUID) -> int:
    """Fold a parked event again and those behind it, in order; return how many went through.

    The first that fails again stops those behind it. Harmless beside a running reader: folds are
    idempotent and guarded by version.
    """
    await enter_scope(connection, WHOLE_DEPARTMENT)
    rows = await _aggregate_of(connection, folding.consumer, parked_id)
    replayed = 0
    for row in rows:
        delivery = Delivery(row.subject, row.headers, row.payload, row.stream, row.stream_sequence)
        failure = await folding.fold_alone(connection, delivery)
        if failure is not None:
            await _still_parked(connection, row.parked_id, *failure)
            break
        await mark_replayed(connection, [row.parked_id], folding.now())
        replayed += 1
    if replayed:
        await _moved(connection, folding.projection)
    await connection.commit()
    return replayed


async def _moved(connection: AsyncConnection, projection: Projection) -> None:
    """Have open pages fetch the read model again."""
    await connection.execute(
        update(watermarks)
        .where(watermarks.c.projection == projection.name)
        .values(revision=watermarks.c.revision + 1)
    )


async def _aggregate_of(
    connection: AsyncConnection, consumer: str, parked_id: UUID
) -> Sequence[Row[Any]]:
    mine = (P.consumer == consumer) & P.replayed_at.is_(None)
    asked = (
        await connection.execute(select(parked_events).where(mine, P.parked_id == parked_id))
    ).first()
    if asked is None or asked.aggregate_id is None:
        return [asked] if asked is not None else []
    found = await connection.execute(
        select(parked_events)
        .where(mine, P.aggregate_id == asked.aggregate_id)
        .order_by(P.parked_id)
        .with_for_update()
    )
    return found.all()


async def _still_parked(
    connection: AsyncConnection, parked_id: UUID, reason: str, detail: str
) -> None:
    await connection.execute(
        update(parked_events)
        .where(P.parked_id == parked_id)
        .values(reason=reason, detail=detail, attempts=P.attempts + 1)
    )
