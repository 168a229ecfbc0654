"""Commands of lists of actors: imported, and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_files.model import (
    ActorImport,
    Corrected,
    ImportUndone,
    ListRow,
    NothingToImport,
    Outcome,
    Staying,
)
from services.coordination.actor_files.queries import preview_list
from services.coordination.actor_files.store import ActorImports, details_kept, kept_details
from services.coordination.actors.commands import add_actor, correct_actor
from services.coordination.actors.model.actor import Actor
from services.coordination.actors.store import Actors


async def import_actors(uow: UnitOfWork, *, rows: Sequence[ListRow], now: datetime) -> ActorImport:
    """Add and correct what a list says (import); rows that are refused are left out.

    Raises NothingToImport.
    """
    preview = await preview_list(uow, rows, changing=True)
    added: list[UUID] = []
    corrected: list[Corrected] = []
    for one in preview.verdicts:
        if one.details and one.outcome is Outcome.NEW:
            added.append(await add_actor(uow, details=one.details))
        elif one.details and one.actor_id and one.outcome is Outcome.DIFFERS:
            before = await Actors(uow).get(one.actor_id)
            await correct_actor(
                uow, actor_id=one.actor_id, version=one.version, details=one.details
            )
            corrected.append(Corrected(one.actor_id, one.version + 1, kept_details(before.details)))
    if not added and not corrected:
        raise NothingToImport
    done = ActorImport(uow.new_id(), now, added, corrected)
    await ActorImports(uow).add(done)
    return done


async def undo_import(
    uow: UnitOfWork, *, import_id: UUID, relied_on: Collection[UUID] = (), now: datetime
) -> ActorImport:
    """Take a list back (import annulé), and return it with what stays as it is, and why.

    What somebody relied on or corrected since stays as it is. `relied_on`: those bureaux speak
    with, the ones of lycées that keep it to themselves too. Raises NotFound, ImportUndone.
    """
    imports, directory = ActorImports(uow), Actors(uow)
    one = await imports.get_for_update(import_id)
    if one.undone_at is not None:
        raise ImportUndone
    gone = await imports.remove_unused(set(one.added) - set(relied_on))
    staying: dict[UUID, Staying] = {}
    for added in [added for added in one.added if added not in gone]:
        changed = _changed(await directory.get(added), 1)
        staying[added] = changed or Staying.RELIED_ON
    for corrected in one.corrected:
        actor = await directory.get(corrected.actor_id, for_update=True)
        why = _changed(actor, corrected.version)
        if why is None:
            details = details_kept(corrected.before)
            await correct_actor(uow, actor_id=actor.id, version=actor.version, details=details)
        else:
            staying[actor.id] = why
    await imports.note_undone(import_id, now, staying)
    return replace(one, undone_at=now, staying=staying)


def _changed(actor: Actor, version: int) -> Staying | None:
    if actor.archived_at is not None:
        return Staying.ARCHIVED
    return None if actor.version == version else Staying.CHANGED
