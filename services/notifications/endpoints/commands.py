"""Commands of endpoints (destinations): added, changed, tried, paused, resumed, removed; deliveries sent again."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.endpoints.model.endpoint import (
    ENDPOINTS_MAX,
    OLD_SECRET_KEPT,
    Endpoint,
    EndpointId,
    EndpointsTooMany,
    Networks,
    Paused,
    checked_url,
    known_events,
)
from services.notifications.endpoints.model.outgoing_events import PING, TITLES
from services.notifications.endpoints.store import Endpoints

SECRET_PURPOSE = "outgoing"  # noqa: S105 # the purpose of a derived secret, and no secret


async def add_endpoint(
    uow: UnitOfWork,
    *,
    label: str,
    url: str,
    events: Sequence[str],
    allowed: Networks,
    uai: Uai | None = None,
    now: datetime,
) -> Endpoint:
    """Add one (destination ajoutée): it is sent what happens from now on.

    Raises EndpointRefused, Invalid, EndpointsTooMany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    endpoints = Endpoints(uow)
    chosen = known_events(events, TITLES)
    address = checked_url(url, allowed)
    if await endpoints.count(lycee) >= ENDPOINTS_MAX:
        raise EndpointsTooMany
    endpoint = Endpoint(
        EndpointId(uow.new_id()), lycee, label, address, chosen, uow.new_id(), 1, now
    )
    await endpoints.add(endpoint)
    return endpoint


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


async def pause_endpoint(
    uow: UnitOfWork, *, endpoint_id: UUID, version: int, now: datetime
) -> None:
    """Keep what there is to send (envois suspendus) until it is resumed. Raises NotFound, StaleVersion."""
    endpoints = Endpoints(uow)
    endpoint = await endpoints.take(endpoint_id)
    endpoint.expect(version)
    await endpoints.change(endpoint, paused=Paused.BY_HAND, paused_at=now)


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


async def replay_deliveries(
    uow: UnitOfWork, *, endpoint_id: UUID, since: datetime, now: datetime
) -> int:
    """Send all of it again (tout renvoyer depuis), in its order; how many. Raises NotFound."""
    endpoints = Endpoints(uow)
    return await endpoints.send_since(await endpoints.take(endpoint_id), since, now=now)


async def replay_delivery(
    uow: UnitOfWork, *, endpoint_id: UUID, delivery_id: UUID, now: datetime
) -> None:
    """Send one again (renvoyer), under its id: who has it already can tell. Raises NotFound."""
    endpoints = Endpoints(uow)
    await endpoints.send_again(await endpoints.take(endpoint_id), delivery_id, now=now)


async def restore_endpoint(uow: UnitOfWork, *, endpoint_id: UUID) -> None:
    """Bring one back (destination rétablie), unless it is there. Raises NotFound, EndpointsTooMany."""
    endpoints = Endpoints(uow)
    endpoint, removed = await endpoints.take_any(endpoint_id)
    if not removed:
        return
    if await endpoints.count(endpoint.uai) >= ENDPOINTS_MAX:
        raise EndpointsTooMany
    await endpoints.change(endpoint, removed_at=None)


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
