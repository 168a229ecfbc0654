"""Events a service set aside: seen, and replayed, by an operator."""

from uuid import UUID

from deploy.operations.units import database_of, units_of
from deploy.services import SERVICES
from services.chassis.projections.replaying import replay_parked
from services.chassis.reactions.handling import Handling
from services.chassis.reactions.parking import Parked, Replaying, list_parked
from services.chassis.service import Service
from services.chassis.settings import Settings
from services.chassis.work import UnitsOfWork


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
            if parked is not None:
                count = await _replay(settings, service, units, parked)
                return f"{count} fait(s) traité(s)." if count else "Toujours impossible à traiter."
    return None


async def _replay(settings: Settings, service: Service, units: UnitsOfWork, parked: Parked) -> int:
    for group in service.reactions.groups() if service.reactions else ():
        if group.durable == parked.consumer:
            return await Replaying(Handling(group, units)).replay(parked.parked_id)
    for projection in service.projections:
        if projection.durable(service.name) == parked.consumer:
            async with database_of(settings, service.name) as database:
                return await replay_parked(database, service.name, projection, parked.parked_id)
    raise LookupError(f"{parked.consumer} is no reader of this release")
