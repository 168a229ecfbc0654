"""A lycée has its facts sent to a program outside."""

from collections.abc import Sequence
from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import (
    ENDPOINTS_MAX,
    Endpoint,
    EndpointId,
    EndpointsTooMany,
    Networks,
    checked_url,
    known_events,
)
from services.notifications.domain.outgoing_events import TITLES
from services.notifications.storage.endpoints import Endpoints

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
