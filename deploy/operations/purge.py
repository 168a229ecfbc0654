"""The purge of a lycée over all services, asked for from the command line."""

from contracts.identifiers import Uai
from deploy.operations.acting_account import actor_for
from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.privacy.retention.purge import AT_ONCE, due_of, purge_lycee
from services.chassis.unit_of_work.permissions import PURGE
from services.chassis.unit_of_work.unit_of_work import Scope
from services.portal.permissions import PERMISSIONS


async def look(settings: Settings, lycee: str, mail: str) -> tuple[list[str], int]:
    """What would go, by service and category, and how many things. Raises ValueError."""
    uai = Uai(lycee)
    await actor_for(settings, mail, uai, PERMISSIONS, PURGE)
    lines, total = [], 0
    for service in SERVICES:
        if service.retention is None:
            continue
        async with (
            units_of(settings, service.name) as units,
            units.begin(Scope(frozenset({uai})), uai=uai) as uow,
        ):
            due = await due_of(uow, service.retention.of_lycees, uow.now)
            uow.give_up()
        for rule, found in due.items():
            more = " ou plus" if len(found) == AT_ONCE else ""
            lines.append(f"{service.title}, {rule.title}\u00a0: {len(found)}{more} ({rule.kept})")
            total += len(found)
    return lines, total


async def purge(settings: Settings, lycee: str, mail: str) -> list[str]:
    """Remove it all; how much of what. Each leaves its proof. Raises ValueError."""
    uai = Uai(lycee)
    actor = await actor_for(settings, mail, uai, PERMISSIONS, PURGE)
    lines = []
    for service in SERVICES:
        if service.retention is None:
            continue
        async with units_of(settings, service.name) as units:
            done = await purge_lycee(units, service.retention, uai, now=units.now(), actor=actor)
        lines += [
            f"{service.title}, {service.retention.rules[name].title}\u00a0: {count}"
            for name, count in done.items()
            if count
        ]
    return lines
