"""Events a service set aside: seen, and replayed, by an operator."""

from uuid import UUID

from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.reactions.handling import Handling
from services.chassis.reactions.parking import Parked, Replaying, list_parked
from services.chassis.settings import Settings


async def lines(settings: Settings) -> list[str]:
    """One line per event set aside, in each service; nothing of its payload."""
    found: list[str] = []
    for service in SERVICES:
        async with units_of(settings, service.name) as units:
            found += [_line(parked) for parked in await list_parked(units)]
    return found


def _line(parked: Parked) -> str:
    when = parked.parked_at.astimezone().strftime("%d/%m %H:%M:%S")
    again = f", nouvel essai {parked.retry_at.astimezone():%d/%m %H:%M}" if parked.retry_at else ""
    return (
        f"{when}  {parked.parked_id}  {parked.consumer}  {parked.subject}  "
        f"{parked.reason}\u202f: {parked.detail} ({parked.attempts} essai(s){again})"
    )


async def replay(settings: Settings, parked_id: UUID) -> str | None:
    """Replay one event and those of its aggregate behind it; None when nobody parked it."""
    for service in SERVICES:
        async with units_of(settings, service.name) as units:
            parked = next((p for p in await list_parked(units) if p.parked_id == parked_id), None)
            if parked is None:
                continue
            groups = service.reactions.groups() if service.reactions else ()
            group = next((group for group in groups if group.durable == parked.consumer), None)
            if group is None:
                return f"{parked.consumer} ne traite pas les faits un à un\u202f: à reconstruire."
            count = await Replaying(Handling(group, units)).replay(parked_id)
            return f"{count} fait(s) traité(s)." if count else "Toujours impossible à traiter."
    return None
