"""Noticing that a stream lost what it had: recreated, wiped, or restored from an older copy.

A mark in the database says which stream (by its creation time) we have filled, and up to which
sequence. When the stream disagrees, rows already sent are sent again; consumers recognise those
they have seen. A stream that went back and was filled again past the mark by other services in
between is not seen here: reconciliation compares contents.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import nats.errors
import structlog

from contracts.event import Audience
from contracts.streams import BUREAU_MAX_AGE_SECONDS
from services.chassis.database.leadership import Session
from services.chassis.nats.connection import Bus

log = structlog.get_logger(__name__)

INFO_TIMEOUT_SECONDS = 2.0

HORIZONS: dict[Audience, timedelta] = {
    "bureau": timedelta(seconds=BUREAU_MAX_AGE_SECONDS),
    "department": timedelta(days=365 * 200),
}
"""How far back a stream is filled again: what it would have let go of stays out."""

_REFILL = """
UPDATE journal SET sent_at = NULL
WHERE audience = $1 AND sent_at IS NOT NULL AND recorded_at > now() - $2::interval
AND redacted_at IS NULL AND payload_hash IS NULL
"""
_SET = """
INSERT INTO stream_marks (stream, created_at, last_sequence) VALUES ($1, $2, $3)
ON CONFLICT (stream) DO UPDATE
SET created_at = excluded.created_at, last_sequence = excluded.last_sequence
"""

_WENT_BACK = "UPDATE stream_marks SET went_back_at = now() WHERE stream = $1"

Statement = tuple[str, tuple[Any, ...]]


class StreamAbsent(Exception):
    """The stream does not exist (yet): `passerelle provision` creates it."""


async def follow_stream(session: Session, bus: Bus, audience: Audience, stream: str) -> None:
    """Compare the stream with our mark; when it lost something, have the journal sent again.

    Raises StreamAbsent, BusDisconnected or nats.errors.Error when it cannot be asked.
    """
    created_at, last_sequence = await _stream_state(bus, stream)
    marks = await session.fetch(
        "SELECT created_at, last_sequence FROM stream_marks WHERE stream = $1", stream
    )
    if not marks:
        # Never filled from here: what is marked as sent went to a stream we know nothing of.
        await session.execute_together(_refill(audience), _set(stream, created_at, 0))
        return
    mark = marks[0]
    if mark["created_at"] != created_at or last_sequence < mark["last_sequence"]:
        log.warning("relay.stream_lost_rows", stream=stream, sequence=last_sequence)
        statements = [_refill(audience), _set(stream, created_at, 0)]
        if mark["created_at"] == created_at:
            # Its readers are further than it is: what is put there now they would take for read.
            statements.append((_WENT_BACK, (stream,)))
        await session.execute_together(*statements)


async def _stream_state(bus: Bus, stream: str) -> tuple[datetime, int]:
    try:
        answer = await bus.request(f"$JS.API.STREAM.INFO.{stream}", timeout=INFO_TIMEOUT_SECONDS)
    except nats.errors.NoRespondersError:
        raise StreamAbsent("jetstream-unavailable") from None
    info = json.loads(answer.data)
    if "error" in info:
        raise StreamAbsent(f"stream-absent {info['error'].get('err_code')}")
    # Go writes nanoseconds; PostgreSQL and Python keep microseconds.
    created_at = datetime.fromisoformat(_microseconds(info["created"]))
    return created_at, int(info["state"]["last_seq"])


def _microseconds(instant: str) -> str:
    whole, dot, fraction = instant.removesuffix("Z").partition(".")
    return f"{whole}{dot}{fraction[:6]}+00:00"


def _refill(audience: Audience) -> Statement:
    return _REFILL, (audience, HORIZONS[audience])


def _set(stream: str, created_at: datetime, last_sequence: int) -> Statement:
    return _SET, (stream, created_at, last_sequence)
