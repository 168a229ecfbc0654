"""What a list held is not kept for long: it names people."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.store.effects import ImportEffects
from services.partnerships.imports.commands.plan_forgetting import plan_forgetting
from services.partnerships.imports.store.imports import Imports
from services.partnerships.places.store import DepartedSites


async def forget_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> None:
    """Forget a preview nobody confirmed; of an import that is over, or was
    stopped, its rejected lines, those that wait, and what undoing it needs.

    One that still runs is looked at again a month later; one that was given up is gone already.
    """
    imports = Imports(uow)
    await DepartedSites(uow).forget(now)
    try:
        found = await imports.get(import_id, lock=True)
    except NotFound:
        return
    if found.status in ("uploaded", "previewed"):
        await imports.remove(import_id)
    elif found.status in ("stopped", "completed", "undone"):
        await imports.forget_rejected(import_id)
        await imports.forget_waiting(import_id)
        await ImportEffects(uow, found).forget()
    else:
        await plan_forgetting(uow, import_id=import_id, uai=found.uai, now=now)
