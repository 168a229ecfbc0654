"""What a reaction group remembers in PostgreSQL: handled, tried, parked, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Text,
    Uuid,
    any_,
    bindparam,
    column,
    delete,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.tables import (
    delivery_attempts,
    inbox,
    inbox_floors,
    parked_events,
    reaction_groups,
)

# An inbox row behind the floor is gone: that no row is there says nothing.
_FIRST_TIME = Prepared(
    text(
        """
        INSERT INTO inbox (consumer, event_id, source, sequence, handled_at)
        SELECT :consumer, :event_id, :source, :sequence, :now WHERE NOT EXISTS (
            SELECT FROM inbox_floors
            WHERE kind = :kind AND source = :source AND sequence >= :sequence
        )
        ON CONFLICT (consumer, event_id) DO NOTHING RETURNING event_id
        """
    )
    .bindparams(
        bindparam("consumer", type_=Text),
        bindparam("kind", type_=Text),
        bindparam("event_id", type_=Uuid),
        bindparam("source", type_=Text),
        bindparam("sequence", type_=BigInteger),
        bindparam("now", type_=DateTime(timezone=True)),
    )
    .columns(event_id=Uuid)
)
_TOLD = (
    func.unnest(
        bindparam("event_ids", type_=ARRAY(Uuid)),
        bindparam("kinds", type_=ARRAY(Text)),
        bindparam("sources", type_=ARRAY(Text)),
        bindparam("sequences", type_=ARRAY(BigInteger)),
    )
    .table_valued(
        column("event_id", Uuid),
        column("kind", Text),
        column("source", Text),
        column("sequence", BigInteger),
        name="told",
    )
    .render_derived()
)
_FIRST_TIMES = Prepared(
    upsert(inbox)
    .from_select(
        ["consumer", "event_id", "source", "sequence", "handled_at"],
        select(
            bindparam("consumer", type_=Text),
            _TOLD.c.event_id,
            _TOLD.c.source,
            _TOLD.c.sequence,
            bindparam("now", type_=DateTime(timezone=True)),
        )
        .where(
            ~exists().where(
                inbox_floors.c.kind == _TOLD.c.kind,
                inbox_floors.c.source == _TOLD.c.source,
                inbox_floors.c.sequence >= _TOLD.c.sequence,
            )
        )
        .order_by(_TOLD.c.event_id),
    )
    .on_conflict_do_nothing(index_elements=["consumer", "event_id"])
    .returning(inbox.c.event_id)
)
_ALL_SET_ASIDE = Prepared(
    select(parked_events.c.event_id).where(
        parked_events.c.consumer == bindparam("consumer"),
        parked_events.c.event_id == any_(bindparam("event_ids", type_=ARRAY(Uuid))),
        parked_events.c.replayed_at.is_(None),
    )
)
_ONE_AT_A_TIME = Prepared(
    text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))").bindparams(
        bindparam("key", type_=Text)
    )
)
_OWN = parked_events.c.event_id == bindparam("event_id")
_SET_ASIDE = Prepared(
    select(func.bool_or(_OWN).label("itself"), func.bool_or(~_OWN).label("another")).where(
        parked_events.c.consumer == bindparam("consumer"),
        parked_events.c.aggregate_id == bindparam("aggregate_id"),
        parked_events.c.replayed_at.is_(None),
    )
)


def kind_of(event_type: str) -> str:
    """`<service>.<event>` of a CloudEvents type: what its versions have in common."""
    return ".".join(event_type.split(".")[2:4])


async def enrol(
    connection: AsyncConnection, wanted: Mapping[str, datetime | None]
) -> dict[str, datetime | None]:
    """Remember from when on each kind is reacted to, at its very first start; what is remembered.

    Kinds are `<group>/<service>.<event>`.
    """
    if not wanted:
        return {}
    await connection.execute(
        upsert(reaction_groups)
        .values([{"consumer": kind, "since": since} for kind, since in wanted.items()])
        .on_conflict_do_nothing(index_elements=["consumer"])
    )
    found = await connection.execute(
        select(reaction_groups.c.consumer, reaction_groups.c.since).where(
            reaction_groups.c.consumer.in_(wanted)
        )
    )
    return {row.consumer: row.since for row in found}


async def first_time(
    connection: AsyncConnection, consumer: str, envelope: Envelope, now: datetime
) -> bool:
    """Put the event in the inbox; False when it was there: it is handled or being handled.

    Waits for another replica that is handling the same event.
    """
    added = await _FIRST_TIME.on(
        connection,
        {
            "consumer": consumer,
            "kind": f"{consumer}/{kind_of(envelope.type)}",
            "event_id": envelope.id,
            "source": envelope.source,
            "sequence": envelope.sequence,
            "now": now,
        },
    )
    return added.first() is not None


async def first_times(
    connection: AsyncConnection, consumer: str, envelopes: Sequence[Envelope], now: datetime
) -> frozenset[UUID]:
    """Put events in the inbox; which of them were not there. See `first_time`."""
    added = await _FIRST_TIMES.on(
        connection,
        {
            "consumer": consumer,
            "kinds": [f"{consumer}/{kind_of(one.type)}" for one in envelopes],
            "event_ids": [one.id for one in envelopes],
            "sources": [one.source for one in envelopes],
            "sequences": [one.sequence for one in envelopes],
            "now": now,
        },
    )
    return frozenset(added.scalars())


async def all_set_aside(
    connection: AsyncConnection, consumer: str, event_ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Which of these events are parked. Needs the department's scope."""
    asked = {"consumer": consumer, "event_ids": list(event_ids)}
    return frozenset((await _ALL_SET_ASIDE.on(connection, asked)).scalars())


async def one_at_a_time(connection: AsyncConnection, consumer: str, aggregate_id: str) -> None:
    """Let nobody else handle this aggregate in this group until the transaction ends."""
    await _ONE_AT_A_TIME.on(connection, {"key": f"{consumer}/{aggregate_id}"})


async def set_aside(
    connection: AsyncConnection, consumer: str, envelope: Envelope
) -> tuple[bool, bool]:
    """Whether this event is parked, and whether another one of its aggregate is.

    Needs the department's scope: several lycées may speak of one aggregate.
    """
    found = await _SET_ASIDE.on(
        connection,
        {"consumer": consumer, "event_id": envelope.id, "aggregate_id": envelope.subject},
    )
    held = found.one()
    return bool(held.itself), bool(held.another)


async def count_delivery(
    connection: AsyncConnection, consumer: str, event_id: UUID, now: datetime
) -> int:
    """Count a redelivery before it is handled; return how many deliveries had no outcome.

    The first delivery is not counted (it would cost a commit per event): the second one counts
    for both.
    """
    counted = await connection.execute(
        upsert(delivery_attempts)
        .values(consumer=consumer, event_id=event_id, attempts=1, first_at=now, last_at=now)
        .on_conflict_do_update(
            index_elements=["consumer", "event_id"],
            set_={"attempts": delivery_attempts.c.attempts + 1, "last_at": now},
        )
        .returning(delivery_attempts.c.attempts)
    )
    attempts: int = counted.scalar_one()
    return attempts


async def forget_deliveries(connection: AsyncConnection, consumer: str, *event_ids: UUID) -> None:
    """An outcome is recorded: the count starts again."""
    await connection.execute(
        delete(delivery_attempts).where(
            delivery_attempts.c.consumer == consumer,
            delivery_attempts.c.event_id == any_(literal(list(event_ids), ARRAY(Uuid))),
        )
    )
