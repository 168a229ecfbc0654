"""A lycée has nothing sent to a destination for a while."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import Paused
from services.notifications.storage.endpoints import Endpoints


async def pause_endpoint(
    uow: UnitOfWork, *, endpoint_id: UUID, version: int, now: datetime
) -> None:
    """Keep what there is to send (envois suspendus) until it is resumed. Raises NotFound, StaleVersion."""
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    await endpoints.change(endpoint, paused=Paused.BY_HAND, paused_at=now)
