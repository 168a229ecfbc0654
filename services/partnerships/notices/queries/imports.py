"""Imports of lists as a notice speaks of them: who began them, where they stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_effects.queries import is_failing
from services.partnerships.imports.store.imports import Import, Imports


@dataclass(frozen=True)
class NoticedImport:
    """An import, how many of its lines had their turn and how many wait, and whether it fails."""

    about: Import
    done: int
    left: int
    failing: bool


async def read_imports(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedImport]:
    """Imports of the lycée in scope, by id."""
    imports, found = Imports(uow), {}
    for import_id in ids:
        try:
            about = await imports.get(import_id)
        except NotFound:
            continue
        found[import_id] = NoticedImport(
            about,
            sum((await imports.counts(import_id, done=True)).values()),
            await imports.left(import_id),
            about.status == "running" and await is_failing(uow, import_id),
        )
    return found
