"""A lycée looks whether a destination answers."""

import json
from datetime import UTC, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.outgoing_events import PING
from services.notifications.storage.endpoints import Endpoints


async def try_endpoint(uow: UnitOfWork, *, endpoint_id: UUID, now: datetime) -> None:
    """Have a message that says nothing sent (message d’essai). Raises NotFound."""
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    event_id = uow.new_id()
    body = {
        "specversion": "1.0",
        "id": str(event_id),
        "type": PING,
        "source": f"/{uow.department}/{endpoint.uai}/{uow.service}",
        "subject": str(endpoint.id),
        "time": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {},
    }
    await endpoints.ask(
        endpoint, event_id=event_id, event_type=PING, body=json.dumps(body), now=now
    )
