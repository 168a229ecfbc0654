"""The endpoints of all lycées, as the process that sends to them takes and gives them back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import (
    PATIENCE,
    Endpoint,
    Paused,
    delay_of_a_delivery,
    rest_of_an_endpoint,
)
from services.notifications.domain.outside_answer import GAVE_UP, Answer
from services.notifications.storage.endpoints import read_endpoint

WAIT_MAX = timedelta(days=1)
"""However long the other asks us to wait."""

# What is first of its aggregate, and due: what waits behind it waits with it.
_DUE = """
d.state = 'waiting' AND d.next_attempt_at <= :now AND NOT EXISTS (
    SELECT 1 FROM deliveries b
    WHERE b.endpoint_id = d.endpoint_id AND b.aggregate = d.aggregate AND b.state = 'waiting'
    AND (b.aggregate_version, b.happened_at, b.delivery_id)
        < (d.aggregate_version, d.happened_at, d.delivery_id)
)
"""
_TAKE = text(
    f"""
    UPDATE endpoints SET lease_token = :token, leased_until = :until
    WHERE (uai, endpoint_id) IN (
        SELECT e.uai, e.endpoint_id FROM endpoints e
        WHERE e.removed_at IS NULL AND e.paused IS NULL
        AND coalesce(e.retry_at, :now) <= :now AND coalesce(e.leased_until, :now) <= :now
        AND EXISTS (SELECT 1 FROM deliveries d WHERE d.endpoint_id = e.endpoint_id AND {_DUE})
        LIMIT :count FOR UPDATE SKIP LOCKED
    )
    RETURNING *
    """  # noqa: S608 # a constant of ours
)
_HOLD = text(
    """
    UPDATE endpoints SET leased_until = :until
    WHERE endpoint_id = :endpoint_id AND lease_token = :token
    AND removed_at IS NULL AND paused IS NULL AND coalesce(retry_at, :now) <= :now
    RETURNING *
    """
)
_NEXT = text(
    f"""
    SELECT d.* FROM deliveries d WHERE d.endpoint_id = :endpoint_id AND {_DUE}
    ORDER BY d.next_attempt_at, d.happened_at, d.aggregate_version, d.delivery_id LIMIT 1
    """  # noqa: S608 # a constant of ours
)
_RELEASE = text(
    "UPDATE endpoints SET lease_token = NULL, leased_until = NULL"
    " WHERE endpoint_id = :endpoint_id AND lease_token = :token"
)
_MARK = text(
    """
    UPDATE deliveries SET state = :state, attempts = attempts + 1,
        first_attempt_at = coalesce(first_attempt_at, :now), last_attempt_at = :now,
        next_attempt_at = :again_at, finished_at = :finished_at, last_status = :status,
        last_reason = :reason
    WHERE delivery_id = :delivery_id AND state = 'waiting'
    """
)
_TOOK = text(
    """
    UPDATE endpoints SET failing_since = NULL, failures = 0, retry_at = NULL,
        last_status = :status, last_reason = NULL, last_attempt_at = :now, delivered_at = :now
    WHERE endpoint_id = :endpoint_id
    """
)
_ALL_AT_ONCE = text(
    "UPDATE deliveries SET next_attempt_at = :now"
    " WHERE endpoint_id = :endpoint_id AND state = 'waiting' AND next_attempt_at > :now"
)
_REFUSED = text(
    "UPDATE endpoints SET last_status = :status, last_reason = :reason, last_attempt_at = :now"
    " WHERE endpoint_id = :endpoint_id"
)
_FAILED = text(
    """
    UPDATE endpoints SET failing_since = coalesce(failing_since, :now), failures = :failures,
        retry_at = :retry_at, last_status = :status, last_reason = :reason,
        last_attempt_at = :now, paused = coalesce(paused, :paused),
        paused_at = coalesce(paused_at, CAST(:paused_at AS timestamptz))
    WHERE endpoint_id = :endpoint_id
    """
)


@dataclass(frozen=True)
class Delivery:
    """What is to be sent next."""

    id: UUID
    event_id: UUID
    body: bytes = field(repr=False)
    attempts: int
    first_attempt_at: datetime | None


class SendingOut:
    """What one process does with the endpoints it holds; in the scope of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def take(self, count: int, *, token: UUID, lease: timedelta) -> Sequence[Endpoint]:
        """Hold endpoints that have something to be sent, and that nobody else holds."""
        now = self._uow.now
        rows = await self._uow.execute(
            _TAKE, {"token": token, "until": now + lease, "now": now, "count": count}
        )
        return [read_endpoint(row) for row in rows]

    async def next_for(
        self, endpoint_id: UUID, *, token: UUID, lease: timedelta
    ) -> tuple[Endpoint, Delivery] | None:
        """Hold it on, and what it is to be sent now; None when there is nothing, or it is not ours."""
        now = self._uow.now
        held = {"endpoint_id": endpoint_id, "token": token, "until": now + lease, "now": now}
        endpoint = (await self._uow.execute(_HOLD, held)).one_or_none()
        if endpoint is None:
            return None
        due = {"endpoint_id": endpoint_id, "now": now}
        row = (await self._uow.execute(_NEXT, due)).one_or_none()
        return None if row is None else (read_endpoint(endpoint), _read(row))

    async def release(self, endpoint_id: UUID, *, token: UUID) -> None:
        """Let another process have it."""
        await self._uow.execute(_RELEASE, {"endpoint_id": endpoint_id, "token": token})

    async def mark(self, endpoint: Endpoint, delivery: Delivery, answer: Answer) -> None:
        """Record how an attempt ended, of the delivery and of its endpoint."""
        if answer.taken:
            await self._taken(endpoint, delivery, answer)
        else:
            await self._not_taken(endpoint, delivery, answer)

    async def _taken(self, endpoint: Endpoint, delivery: Delivery, answer: Answer) -> None:
        now = self._uow.now
        await self._write(delivery, answer, state="delivered", again_at=now, finished_at=now)
        of_it = {"endpoint_id": endpoint.id, "now": now}
        await self._uow.execute(_TOOK, {**of_it, "status": answer.status})
        if rest_of_an_endpoint(endpoint.failures) is not None:
            await self._uow.execute(_ALL_AT_ONCE, of_it)

    async def _not_taken(self, endpoint: Endpoint, delivery: Delivery, answer: Answer) -> None:
        now, failures = self._uow.now, endpoint.failures + 1
        asked = min(answer.retry_after or timedelta(), WAIT_MAX)
        if _is_hopeless(endpoint, delivery, now):
            gave_up = Answer(answer.status, GAVE_UP)
            await self._write(delivery, gave_up, state="failed", again_at=now, finished_at=now)
        else:
            again_at = now + max(delay_of_a_delivery(delivery.attempts + 1), asked)
            await self._write(delivery, answer, state="waiting", again_at=again_at)
        said = {
            "endpoint_id": endpoint.id,
            "now": now,
            "status": answer.status,
            "reason": answer.reason,
        }
        if answer.refuses_what_was_sent:
            await self._uow.execute(_REFUSED, said)
            return
        rest = max(rest_of_an_endpoint(failures) or timedelta(), asked)
        paused = _paused(endpoint, answer, now)
        values = {
            **said,
            "failures": failures,
            "retry_at": now + rest if rest else None,
            "paused": paused,
            "paused_at": now if paused else None,
        }
        await self._uow.execute(_FAILED, values)

    async def _write(
        self,
        delivery: Delivery,
        answer: Answer,
        *,
        state: str,
        again_at: datetime,
        finished_at: datetime | None = None,
    ) -> None:
        values = {
            "delivery_id": delivery.id,
            "now": self._uow.now,
            "state": state,
            "again_at": again_at,
            "finished_at": finished_at,
            "status": answer.status,
            "reason": answer.reason,
        }
        await self._uow.execute(_MARK, values)


def _is_hopeless(endpoint: Endpoint, delivery: Delivery, now: datetime) -> bool:
    """Whether it is refused for days while others are taken: those behind it must not wait on."""
    first = delivery.first_attempt_at
    if first is None or endpoint.delivered_at is None:
        return False
    return now > first + PATIENCE and endpoint.delivered_at > first


def _paused(endpoint: Endpoint, answer: Answer, now: datetime) -> Paused | None:
    if answer.wants_nothing_more:
        return Paused.GONE
    since = endpoint.failing_since
    return Paused.FAILING if since is not None and now > since + PATIENCE else None


def _read(row: Row[Any]) -> Delivery:
    return Delivery(
        row.delivery_id, row.event_id, row.body.encode(), row.attempts, row.first_attempt_at
    )
