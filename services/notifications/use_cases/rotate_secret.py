"""A lycée gives a destination a new secret."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import OLD_SECRET_KEPT
from services.notifications.storage.endpoints import Endpoints


async def rotate_secret(uow: UnitOfWork, *, endpoint_id: UUID, version: int, now: datetime) -> UUID:
    """Draw another secret (nouveau secret); the one before signs too, for a day.

    Returns what the new one is derived from. Raises NotFound, StaleVersion.
    """
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    drawn = uow.new_id()
    await endpoints.change(
        endpoint,
        secret_id=drawn,
        old_secret_id=endpoint.secret_id,
        old_secret_until=now + OLD_SECRET_KEPT,
    )
    return drawn
