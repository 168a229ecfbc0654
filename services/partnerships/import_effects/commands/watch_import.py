"""An import somebody began and left is looked at."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships.reminders import RegistryReminderKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.queries import is_failing
from services.partnerships.import_effects.store.watches import plan_watch, tell_who_began
from services.partnerships.imports.store.imports import Imports


async def watch_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Say once that a part of it fails (reprise en panne); while it goes on, look again later.

    One that was stopped and goes on again is looked at by another watch.
    """
    import_id, begun_at = key.split("/")[:2]
    try:
        found = await Imports(uow).get(UUID(import_id))
    except NotFound:
        return
    begun = datetime.fromisoformat(begun_at)
    if found.status != "running" or found.begun_at != begun:
        return
    if await is_failing(uow, found.id):
        tell_who_began(uow, found, RegistryReminderKind.IMPORT_HALTED, now=now)
    else:
        await plan_watch(uow, found, begun_at=begun, now=now)
