"""Commands of lists of people: imported, and taken back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_files.model import ImportUndone, ListRow
from services.coordination.actor_people.commands import (
    correct_person,
    erase_person,
    note_person,
    put_person_back,
)
from services.coordination.actor_people.model import ActorPerson
from services.coordination.actor_people.store import ActorPeople
from services.coordination.people_files.model import CorrectedPerson, NobodyToImport, PeopleImport
from services.coordination.people_files.queries import preview_people
from services.coordination.people_files.store import PeopleImports, kept_person, person_kept


async def import_people(uow: UnitOfWork, *, rows: Sequence[ListRow], now: datetime) -> PeopleImport:
    """Note and correct whom a list says (import), and have those written to whom Passerelle informs.

    Rows that are refused are left out. Raises NobodyToImport.
    """
    preview = await preview_people(uow, rows, changing=True)
    added: list[UUID] = []
    corrected: list[CorrectedPerson] = []
    for one in preview.changing:
        if one.details is None or one.actor_id is None:
            continue
        if one.person_id is None:
            added.append(
                await note_person(uow, actor_id=one.actor_id, details=one.details, now=now)
            )
            continue
        before = await ActorPeople(uow).get(one.person_id)
        await correct_person(
            uow, person_id=one.person_id, version=one.version, details=one.details, now=now
        )
        kept = kept_person(before.details)
        corrected.append(CorrectedPerson(one.person_id, one.version + 1, kept))
    if not added and not corrected:
        raise NobodyToImport
    done = PeopleImport(uow.new_id(), now, added, corrected)
    await PeopleImports(uow).add(done)
    return done


async def undo_people_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> tuple[int, int]:
    """Take a list back (import annulé): say how many people are as before, and how many stay.

    Whom somebody met, corrected or put away since stays. Raises NotFound, ImportUndone, AddressRefusedSince.
    """
    imports = PeopleImports(uow)
    one = await imports.get_for_update(import_id)
    if one.undone_at is not None:
        raise ImportUndone
    met, back = await imports.met(one.added), 0
    for person_id in one.added:
        person = await _still(uow, person_id, 1)
        if person is not None and person_id not in met:
            await erase_person(uow, person_id=person_id, version=1, now=now)
            back += 1
    for was in one.corrected:
        if await _still(uow, was.person_id, was.version) is not None:
            await put_person_back(
                uow,
                person_id=was.person_id,
                version=was.version,
                details=person_kept(was.before),
                since=one.imported_at,
                now=now,
            )
            back += 1
    await imports.note_undone(import_id, now)
    return back, len(one.added) + len(one.corrected) - back


async def _still(uow: UnitOfWork, person_id: UUID, version: int) -> ActorPerson | None:
    """The person, while nobody changed them since."""
    try:
        one = await ActorPeople(uow).get(person_id, for_update=True)
    except NotFound:
        return None
    return one if one.version == version and not one.away else None
