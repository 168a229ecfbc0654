"""Somebody has an import recorded, and may leave before it ends."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.store.watches import plan_watch
from services.partnerships.imports.store.imports import Import, Imports


async def begin_watch(uow: UnitOfWork, *, about: Import, now: datetime) -> None:
    """Note who began it (reprise lancée), and have it looked at in an hour."""
    if uow.actor_id is not None:
        await Imports(uow).begin(about.id, by=uow.actor_id, now=now)
        await plan_watch(uow, about, begun_at=now, now=now)
