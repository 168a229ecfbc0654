"""Commands of lists of actors: imported, and taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.words import plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_files.model import (
    ActorImport,
    Corrected,
    ImportTakenBack,
    ImportUndone,
    ListRow,
    NothingToImport,
    Outcome,
)
from services.coordination.actor_files.queries import preview_list
from services.coordination.actor_files.store import ActorImports, details_kept, kept_details
from services.coordination.actors.commands import add_actor, correct_actor
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
) -> ImportTakenBack:
    """Take a list back (import annulé): say how many actors are as before, and which stay.

    What somebody relied on or corrected since stays as it is. `relied_on`: those bureaux speak
    with, the ones of lycées that keep it to themselves too. Raises NotFound, ImportUndone.
    """
    imports, directory = ActorImports(uow), Actors(uow)
    one = await imports.get_for_update(import_id)
    if one.undone_at is not None:
        raise ImportUndone
    gone = await imports.remove_unused(set(one.added) - set(relied_on))
    back, staying = len(gone), [added for added in one.added if added not in gone]
    for corrected in one.corrected:
        actor = await directory.get(corrected.actor_id, for_update=True)
        if actor.version == corrected.version and actor.archived_at is None:
            details = details_kept(corrected.before)
            await correct_actor(uow, actor_id=actor.id, version=actor.version, details=details)
            back += 1
        else:
            staying.append(actor.id)
    await imports.note_undone(import_id, now)
    names = [(await directory.get(actor_id)).details.name for actor_id in staying]
    return ImportTakenBack(back, sorted(names, key=plain))
