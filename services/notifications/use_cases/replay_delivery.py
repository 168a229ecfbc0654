"""A lycée has one thing sent once more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.storage.endpoints import Endpoints


async def replay_delivery(
    uow: UnitOfWork, *, endpoint_id: UUID, delivery_id: UUID, now: datetime
) -> None:
    """Send one again (renvoyer), under its id: who has it already can tell. Raises NotFound."""
    endpoints = Endpoints(uow)
    await endpoints.send_again(await endpoints.take(endpoint_id), delivery_id, now=now)
