"""A lycée has a destination sent to again."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.storage.endpoints import Endpoints


async def resume_endpoint(
    uow: UnitOfWork, *, endpoint_id: UUID, version: int, now: datetime
) -> None:
    """Send what waited, at once and in order (envois repris). Raises NotFound, StaleVersion."""
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    await endpoints.change(
        endpoint, paused=None, paused_at=None, failing_since=None, failures=0, retry_at=None
    )
    await endpoints.try_now(endpoint, now=now)
