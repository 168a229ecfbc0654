"""Giving a fact again to readers that have not handled it; those that have do nothing twice."""

from uuid import UUID

from deploy.nats.durables import service_durables
from deploy.operations.bus_reader import operator_bus, waiting_for
from deploy.operations.journals import find_fact
from deploy.operations.units import database_of, units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.operations.delivery_status import Fate, fates, give_again
from services.chassis.operations.events import Fact
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.service.spec import Service

READ_AGAIN = "relu par le tableau"
WAITS_ITS_TURN = "attend son tour dans le flux\u202f: rien à faire"


async def replay(
    settings: Settings, event_id: UUID, *, group: str | None = None, dry_run: bool = False
) -> str:
    """Replay a fact, for one reader or for all that listen to it; says what became of it.

    With `dry_run`, says what would happen, and nothing happens. Raises ValueError for a fact or
    a reader that does not exist, or a fact whose contents are gone.
    """
    fact = await find_fact(settings, event_id)
    if fact is None:
        raise ValueError(f"Aucun fait ne porte l’identifiant {event_id}.")
    if fact.shown is None:
        raise ValueError("Le contenu de ce fait n’est plus conservé\u202f: il ne peut être rejoué.")
    if group is not None and group not in _readers(settings):
        known = ", ".join(sorted(_readers(settings)))
        raise ValueError(f"Lecteur inconnu\u202f: {group}. Lecteurs\u202f: {known}.")
    lines: list[str] = []
    async with operator_bus(settings) as bus:
        for service in SERVICES:
            lines += await _in_service(settings, bus, service, fact, group, dry_run=dry_run)
    return "\n".join(lines) or "Aucun de ces lecteurs n’écoute ce fait."


async def _in_service(
    settings: Settings, bus: Bus, service: Service, fact: Fact, group: str | None, *, dry_run: bool
) -> list[str]:
    async with (
        units_of(settings, service.name) as units,
        database_of(settings, service.name) as database,
    ):
        async with units.begin(DEPARTMENT) as uow:
            found = await fates(uow, service, fact.mention)
        lines = []
        for fate in found:
            if group not in (None, fate.consumer):
                continue
            if fate.state == "unseen" and await _may_still_come(settings, bus, service, fact, fate):
                said = WAITS_ITS_TURN
            elif dry_run:
                said = fate.what_replay_does
            else:
                after = await give_again(service, units, database, fact, fate)
                said = READ_AGAIN if after.state == "read-model" else after.sentence
            lines.append(f"{fate.consumer}\u00a0: {said}.")
        return lines


async def _may_still_come(
    settings: Settings, bus: Bus, service: Service, fact: Fact, fate: Fate
) -> bool:
    """Whether it is not sent, or its reader lags, or nobody can say: each has its turn."""
    if fact.sent_at is None:
        return True
    durables = service_durables(service, settings.department)
    durable = next(durable for durable in durables if durable.name == fate.consumer)
    return await waiting_for(bus, durable) != 0


def _readers(settings: Settings) -> set[str]:
    return {
        durable.name
        for service in SERVICES
        for durable in service_durables(service, settings.department)
    }
