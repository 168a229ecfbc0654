"""A lycée has everything since a day sent once more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.storage.endpoints import Endpoints


async def replay_deliveries(
    uow: UnitOfWork, *, endpoint_id: UUID, since: datetime, now: datetime
) -> int:
    """Send all of it again (tout renvoyer depuis), in its order; how many. Raises NotFound."""
    endpoints = Endpoints(uow)
    return await endpoints.send_since(await endpoints.take(endpoint_id), since, now=now)
