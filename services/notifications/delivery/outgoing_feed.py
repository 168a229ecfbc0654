"""From the bus to what endpoints are sent: one row for each fact and endpoint that chose its kind.

Folded in the stream's order, and once: a stream that is filled anew adds nothing twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.event import Audience, Event
from contracts.published import published
from services.chassis.projections import Projection, Recorded
from services.chassis.unit_of_work.unit_of_work import new_id
from services.notifications.domain.outgoing_events import TITLES, name_of
from services.notifications.storage.outgoing_tables import deliveries, endpoints

GATHER_SECONDS = 0.25
"""Nobody looks on while something leaves for another software."""


def _offered(audience: Audience) -> Mapping[type[Event], type[dict[str, Any]]]:
    return {
        event: dict
        for event in published()
        if event.audience() == audience and name_of(event.ce_type()) in TITLES
    }


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Add what is to be sent."""
    lycees = {str(recorded.subject.uai) for recorded in batch}
    found = await connection.execute(
        select(
            endpoints.c.uai,
            endpoints.c.endpoint_id,
            endpoints.c.events,
            endpoints.c.sent_since,
        ).where(endpoints.c.uai.in_(lycees))
    )
    wanting = found.all()
    rows = [row for recorded in batch for row in _rows(recorded, wanting)] if wanting else []
    if rows:
        await connection.execute(insert(deliveries).on_conflict_do_nothing(), rows)


def _rows(recorded: Recorded, wanting: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """What each endpoint of the lycée gets of a fact; nothing of before it was there, nor
    of what is kept no longer: a stream filled anew tells it again.
    """
    envelope = recorded.envelope
    kind, body = name_of(envelope.type), ""
    for row in wanting:
        ours = row.uai == recorded.subject.uai and kind in row.events
        if not ours or envelope.time < row.sent_since:
            continue
        body = body or as_json(envelope, recorded.data)
        yield {
            "uai": row.uai,
            "delivery_id": new_id(),
            "endpoint_id": row.endpoint_id,
            "event_id": envelope.id,
            "event_type": envelope.type,
            "aggregate": envelope.subject,
            "aggregate_version": envelope.version,
            "happened_at": envelope.time,
            "body": body,
            "state": "waiting",
            "next_attempt_at": envelope.time,
        }


def as_json(envelope: Envelope, data: Mapping[str, Any]) -> str:
    """A CloudEvent in structured mode (JSON), as it is sent."""
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(envelope.id),
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "time": _instant(envelope.time),
        "datacontenttype": "application/json",
        "sequence": str(envelope.sequence),
        "version": envelope.version,
        "correlationid": str(envelope.correlation_id),
        "schoolyear": str(envelope.school_year),
        "data": data,
    }
    return msgspec.json.encode(attributes).decode()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _feed(name: str, audience: Audience) -> Projection:
    return Projection(
        name,
        events=_offered(audience),
        fold=fold,
        audience=audience,
        gather_seconds=GATHER_SECONDS,
    )


# A stream each: what happens to one thing is told to one of them.
OUTGOING = (_feed("outgoing", "department"), _feed("outgoing_bureau", "bureau"))
