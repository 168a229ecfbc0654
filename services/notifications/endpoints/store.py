"""The endpoints of the lycées in scope, and what they are sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, null, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.endpoints.model.endpoint import Endpoint, EndpointId, Paused
from services.notifications.endpoints.tables import deliveries, endpoints

E, D = endpoints.c, deliveries.c
WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
ANEW = {
    "state": WAITING,
    "attempts": 0,
    "first_attempt_at": null(),
    "finished_at": null(),
    "last_status": null(),
    "last_reason": null(),
}


class Endpoints:
    """The endpoints one may see, removed ones aside."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[Endpoint]:
        """Endpoints of the lycées in scope, by name."""
        own = E.uai.in_([str(uai) for uai in self._uow.scope.uais])
        found = await self._uow.execute(
            select(endpoints).where(own, E.removed_at.is_(None)).order_by(E.label, E.endpoint_id)
        )
        return [read_endpoint(row) for row in found]

    async def take(self, endpoint_id: UUID) -> Endpoint:
        """One of them, held until the end of the transaction. Raises NotFound."""
        endpoint, removed = await self.take_any(endpoint_id)
        if removed:
            raise NotFound
        return endpoint

    async def take_any(self, endpoint_id: UUID) -> tuple[Endpoint, bool]:
        """An endpoint to change; and whether it was removed. Raises NotFound."""
        found = await self._uow.execute(
            select(endpoints).where(E.endpoint_id == endpoint_id).with_for_update()
        )
        row = found.one_or_none()
        if row is None:
            raise NotFound
        return read_endpoint(row), row.removed_at is not None

    async def add(self, endpoint: Endpoint) -> None:
        """Record a new one."""
        values = {
            "uai": endpoint.uai,
            "endpoint_id": endpoint.id,
            "label": endpoint.label,
            "url": endpoint.url,
            "events": list(endpoint.events),
            "secret_id": endpoint.secret_id,
            "version": endpoint.version,
            "created_at": endpoint.created_at,
            "sent_since": endpoint.created_at,
        }
        await self._uow.execute(insert(endpoints).values(values))

    async def change(self, endpoint: Endpoint, **values: Any) -> None:
        """Write these columns of one that was taken; its version goes on."""
        await self._uow.execute(
            update(endpoints)
            .where(E.endpoint_id == endpoint.id)
            .values(version=endpoint.version + 1, **values)
        )

    async def ask(
        self, endpoint: Endpoint, *, event_id: UUID, event_type: str, body: str, now: datetime
    ) -> None:
        """Have something sent that is no fact of the bus."""
        await self._uow.execute(
            insert(deliveries).values(
                uai=endpoint.uai,
                delivery_id=self._uow.new_id(),
                endpoint_id=endpoint.id,
                event_id=event_id,
                event_type=event_type,
                aggregate=str(event_id),
                aggregate_version=1,
                happened_at=now,
                body=body,
                state=WAITING,
                next_attempt_at=now,
            )
        )

    async def send_again(self, endpoint: Endpoint, delivery_id: UUID, *, now: datetime) -> None:
        """Have one delivery sent once more, under the same id. Raises NotFound."""
        again = await self._uow.execute(
            update(deliveries)
            .where(D.endpoint_id == endpoint.id, D.delivery_id == delivery_id)
            .values(next_attempt_at=now, **ANEW)
        )
        if again.rowcount == 0:
            raise NotFound

    async def send_since(self, endpoint: Endpoint, since: datetime, *, now: datetime) -> int:
        """Have all that happened since then sent once more, in its order; how many."""
        again = await self._uow.execute(
            update(deliveries)
            .where(D.endpoint_id == endpoint.id, D.happened_at >= since)
            .values(next_attempt_at=now, **ANEW)
        )
        return again.rowcount

    async def try_now(self, endpoint: Endpoint, *, now: datetime) -> None:
        """Have what waits tried at once."""
        await self._uow.execute(
            update(deliveries)
            .where(D.endpoint_id == endpoint.id, D.state == WAITING)
            .values(next_attempt_at=now, first_attempt_at=null(), attempts=0)
        )

    async def count(self, uai: Uai) -> int:
        """How many the lycée has; two that are added at once count each other."""
        await self._uow.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"endpoints {uai}", 0)))
        )
        found = await self._uow.execute(
            select(func.count()).where(E.uai == uai, E.removed_at.is_(None))
        )
        return int(found.scalar_one())


def read_endpoint(row: Row[Any]) -> Endpoint:
    """Read the columns of the table."""
    return Endpoint(
        id=EndpointId(row.endpoint_id),
        uai=Uai(row.uai),
        label=row.label,
        url=row.url,
        events=tuple(row.events),
        secret_id=row.secret_id,
        version=row.version,
        created_at=row.created_at,
        old_secret_id=row.old_secret_id,
        old_secret_until=row.old_secret_until,
        paused=Paused(row.paused) if row.paused else None,
        paused_at=row.paused_at,
        failing_since=row.failing_since,
        failures=row.failures,
        retry_at=row.retry_at,
        last_status=row.last_status,
        last_reason=row.last_reason,
        last_attempt_at=row.last_attempt_at,
        delivered_at=row.delivered_at,
    )
