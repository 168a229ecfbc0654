"""A lycée has other facts sent, or to another address."""

from collections.abc import Sequence
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import Networks, checked_url, known_events
from services.notifications.domain.outgoing_events import TITLES
from services.notifications.storage.endpoints import Endpoints


async def change_endpoint(
    uow: UnitOfWork,
    *,
    endpoint_id: UUID,
    version: int,
    label: str,
    url: str,
    events: Sequence[str],
    allowed: Networks,
) -> None:
    """Change one; what waits goes to the new address. Raises NotFound, StaleVersion, Invalid."""
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    chosen = known_events(events, TITLES)
    address = checked_url(url, allowed)
    await endpoints.change(endpoint, label=label, url=address, events=list(chosen))
