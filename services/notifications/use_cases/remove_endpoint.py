"""A lycée has nothing sent to a destination any more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.storage.endpoints import Endpoints


async def remove_endpoint(
    uow: UnitOfWork, *, endpoint_id: UUID, version: int, now: datetime
) -> None:
    """Remove one (destination supprimée); for 30 days it can be brought back, with what it missed.

    Raises NotFound, StaleVersion.
    """
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    await endpoints.change(endpoint, removed_at=now)
