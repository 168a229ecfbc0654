"""What is done to a list that was brought, a part at a time, and when it is forgotten."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.import_effects.commands.commit_import import JOB, commit_import
from services.partnerships.import_effects.commands.forget_import import forget_import
from services.partnerships.import_effects.commands.undo_import import JOB as UNDO
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_effects.commands.watch_import import watch_import
from services.partnerships.import_effects.store.watches import WATCH
from services.partnerships.imports.commands.forget_upload import forget_upload
from services.partnerships.imports.commands.plan_forgetting import FILE_JOB
from services.partnerships.imports.commands.plan_forgetting import JOB as FORGET


@timed.job(JOB)
async def go_on_with_the_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A list longer than one transaction takes; the key is `<import id>:<lines left>`."""
    await commit_import(uow, import_id=UUID(key.partition(":")[0]), now=now)


@timed.job(WATCH)
async def look_at_an_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """An hour after somebody began it, and again while it goes on; the key begins with its id."""
    await watch_import(uow, key=key, now=now)


@timed.job(FORGET)
async def forget_what_the_list_held(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A month after a list was looked at; the key is `<import id>:<day it was asked>`."""
    await forget_import(uow, import_id=UUID(key.partition(":")[0]), now=now)


@timed.job(FILE_JOB)
async def forget_the_file(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """An hour after a list was brought; the key is the import's id."""
    await forget_upload(uow, import_id=UUID(key), now=now)


@timed.job(UNDO)
async def go_on_undoing_the_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A list longer than one transaction takes; the key is `<import id>:<next company>`."""
    await undo_import(uow, import_id=UUID(key.partition(":")[0]), now=now)
