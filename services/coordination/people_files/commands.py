"""Commands of lists of people: imported, and taken back."""

from collections.abc import Sequence
from dataclasses import replace
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
from services.coordination.actor_people.model import AddressRefusedSince
from services.coordination.actor_people.store import ActorPeople
from services.coordination.people_files.model import (
    CorrectedPerson,
    NobodyToImport,
    PeopleImport,
    Staying,
)
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


async def undo_people_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> PeopleImport:
    """Take a list back (import annulé), and return it with who stays as they are, and why.

    Whom somebody met, corrected or put away since stays, who was given an access, and whose address before is refused by now: none
    of them keeps the others. Raises NotFound, ImportUndone.
    """
    imports = PeopleImports(uow)
    one = await imports.get_for_update(import_id)
    if one.undone_at is not None:
        raise ImportUndone
    since = await imports.relied_on(one.added)
    staying: dict[UUID, Staying] = {}
    for person_id in one.added:
        why = since.get(person_id) or await _changed(uow, person_id, 1)
        if why is None:
            await erase_person(uow, person_id=person_id, version=1, now=now)
        else:
            staying[person_id] = why
    for was in one.corrected:
        why = await _changed(uow, was.person_id, was.version)
        why = why or await _put_back(uow, was, since=one.imported_at, now=now)
        if why is not None:
            staying[was.person_id] = why
    await imports.note_undone(import_id, now, staying)
    return replace(one, undone_at=now, staying=staying)


async def _put_back(
    uow: UnitOfWork, was: CorrectedPerson, *, since: datetime, now: datetime
) -> Staying | None:
    """Have somebody be as before, or say why they stay."""
    try:
        await put_person_back(
            uow,
            person_id=was.person_id,
            version=was.version,
            details=person_kept(was.before),
            since=since,
            now=now,
        )
    except AddressRefusedSince:
        return Staying.ADDRESS_REFUSED
    return None


async def _changed(uow: UnitOfWork, person_id: UUID, version: int) -> Staying | None:
    """What became of a person since, None while nobody changed them."""
    try:
        one = await ActorPeople(uow).get(person_id, for_update=True)
    except NotFound:
        return Staying.ERASED
    if one.away:
        return Staying.AWAY
    return None if one.version == version else Staying.CHANGED
