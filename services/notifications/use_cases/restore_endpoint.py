"""A lycée takes back the removal of a destination."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import ENDPOINTS_MAX, EndpointsTooMany
from services.notifications.storage.endpoints import Endpoints


async def restore_endpoint(uow: UnitOfWork, *, endpoint_id: UUID) -> None:
    """Bring one back (destination rétablie), unless it is there. Raises NotFound, EndpointsTooMany."""
    endpoints = Endpoints(uow)
    endpoint, removed = await endpoints.take_any(endpoint_id)
    if not removed:
        return
    if await endpoints.count(endpoint.uai) >= ENDPOINTS_MAX:
        raise EndpointsTooMany
    await endpoints.change(endpoint, removed_at=None)
