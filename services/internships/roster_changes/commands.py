"""A list of classes is taken back: a mistake of file, of class or of formation."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import recount_agreements
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands import publish_changes
from services.internships.families.store import Families
from services.internships.formations.commands import close_formations
from services.internships.formations.model.classes import class_key
from services.internships.formations.store import Classes, SchoolClass
from services.internships.formations.tables import classes
from services.internships.pupils.store.pupils import Pupils
from services.internships.pupils.tables import pupils
from services.internships.roster_changes.model import (
    PupilChange,
    RosterChange,
    leaving_in,
    touched_by,
)
from services.internships.roster_changes.store.imports import RosterImport, RosterImports
from services.internships.roster_changes.store.undo import RosterUndo, is_undoable, read_roster_undo


class ImportNotUndoable(Conflict):
    """An import is taken back once, within thirty days."""

    code = "import-not-undoable"
    title = "Cet import est déjà annulé, ou date de plus de trente jours."


async def undo_roster_import(uow: UnitOfWork, *, import_id: UUID, now: datetime) -> RosterUndo:
    """Put back what an import changed, but for what somebody worked on since; say what was done.

    What it changed counts no more from the day it counted. Birth dates and communes stay; addresses
    it brought go, and the formations it opened unless something relies on them.
    Raises NotFound, ImportNotUndoable.
    """
    imports, rosters = RosterImports(uow), SettledRosters(uow)
    about = await imports.get(import_id)
    await Pupils(uow).lock_roster(about.uai)
    about = await imports.get(import_id, lock=True)
    if not is_undoable(about, now):
        raise ImportNotUndoable
    await rosters.settle(about.uai, about.school_year, before=about.counts_from)
    undo = await read_roster_undo(uow, about)
    await Families(uow).remove_listed(about.uai, about.id)
    created = [one.pupil_year_id for one in undo.back if one.was is None]
    await imports.remove(about.uai, created, of=pupils)
    moved = [one for one in undo.back if one.was is not None]
    await _put_back(uow, about, undo, moved)
    await _close_classes(uow, undo)
    opened = {one.id for one in undo.formations_back}
    await close_formations(uow, uai=about.uai, formation_ids=opened, now=now)
    done = RosterChange(tuple(undo.back), tuple(undo.classes_back))
    changed = touched_by(done, undo.today)
    leaving = leaving_in(done)
    await rosters.join(about.uai, about.school_year, about.counts_from, changed, leaving=leaving)
    await imports.mark_undone(about, now)
    await recount_agreements(uow, pupil_year_ids=[one.pupil_year_id for one in moved], now=now)
    await publish_changes(uow, uai=about.uai, now=now)
    return undo


async def _put_back(
    uow: UnitOfWork, about: RosterImport, undo: RosterUndo, moved: Collection[PupilChange]
) -> None:
    """Classes have their names and formations again, and then the pupils their classes."""
    known = Classes(uow)
    for one in undo.classes_back:
        if one.was is not None:
            label, formation = one.was.label, one.was.formation_id
            back = SchoolClass(one.class_id, about.uai, label, class_key(label), formation)
            await known.rename(back)
            await known.follow(back, formation)
            await Pupils(uow).follow(about.uai, [one.class_id])
    follows = {one.id: one.formation_id for one in await known.of(about.uai, about.school_year)}
    for change in moved:
        if change.was is not None:
            await Pupils(uow).put_back(
                about.uai,
                change.pupil_year_id,
                class_id=change.was.class_id,
                formation_id=follows[change.was.class_id],
                left_on=change.was.left_on,
            )


async def _close_classes(uow: UnitOfWork, undo: RosterUndo) -> None:
    opened = [one.class_id for one in undo.classes_back if one.was is None]
    await RosterImports(uow).remove(undo.about.uai, opened, of=classes)
