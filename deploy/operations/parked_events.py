"""Parked events of a service: seen, and replayed, by an operator."""

from uuid import UUID

from contracts.elision import elided
from deploy.operations.units import database_of, units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.operations.parked_events import (
    REASONS,
    SetAside,
    find_set_aside,
    replay_set_aside,
    said_of_replay,
    todo,
)
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.reactions.parked_retries import Parked, list_parked
from services.chassis.web.views.french import PARIS


async def lines(settings: Settings) -> list[str]:
    """One line per event parked, in each service; nothing of its payload."""
    found: list[str] = []
    for service in SERVICES:
        async with units_of(settings, service.name) as units:
            found += [_line(parked) for parked in await list_parked(units)]
    return found


def _line(parked: Parked) -> str:
    when = parked.parked_at.astimezone(PARIS).strftime("%d/%m %H:%M:%S")
    again = (
        f", nouvel essai {parked.retry_at.astimezone(PARIS):%d/%m %H:%M}" if parked.retry_at else ""
    )
    return (
        f"{when}  {parked.parked_id}  {parked.consumer}  {parked.subject}  "
        f"{parked.reason}\u202f: {parked.detail} ({parked.attempts} essai(s){again})"
    )


async def page(settings: Settings, parked_id: UUID) -> str | None:
    """Everything that may be shown of one parked event; None when nobody parked it."""
    for service in SERVICES:
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            found = await find_set_aside(uow, parked_id)
            if found is not None:
                return _page(found)
    return None


def _page(found: SetAside) -> str:
    one = found.parked
    why = REASONS.get(one.reason, one.reason)
    if found.replayed_at:
        state = f"Il est passé le {found.replayed_at.astimezone(PARIS):%d/%m à %H:%M:%S}."
    else:
        state = f"Mis de côté {elided(why, 'parce que')}. {todo(one.reason)}"
    headers = [f"{name}: {value}" for name, value in found.headers.items()]
    content = found.payload or "(pas montré\u202f: il n’a pas la forme d’un fait connu)"
    return "\n".join([_line(one), state, "", *headers, "", content])


async def replay(settings: Settings, parked_id: UUID) -> str | None:
    """Replay one event and those of its aggregate behind it; None when nobody parked it.

    Raises ReaderGone.
    """
    for service in SERVICES:
        async with (
            units_of(settings, service.name) as units,
            database_of(settings, service.name) as database,
        ):
            parked = next((p for p in await list_parked(units) if p.parked_id == parked_id), None)
            if parked is not None:
                return said_of_replay(await replay_set_aside(service, units, database, parked))
    return None
