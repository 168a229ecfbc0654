"""The last lists of classes, and what taking one back does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.periods.store import Periods
from services.internships.pupils.queries import PupilCard, read_cards
from services.internships.roster_changes.store.imports import RosterImport, RosterImports
from services.internships.roster_changes.store.undo import (
    UNDOABLE_FOR,
    RosterUndo,
    is_undoable,
    read_roster_undo,
)


@dataclass(frozen=True)
class RosterUndoShown:
    """The undoing of a class list with names, to be read before it is done."""

    undo: RosterUndo
    cards: Mapping[UUID, PupilCard]
    possible: bool
    finished: Sequence[tuple[date, date]]
    """First and last day of the periods over by now that count pupils as it leaves them."""


async def read_latest_imports(uow: UnitOfWork) -> Sequence[tuple[RosterImport, int]]:
    """The imports that can be taken back, and those that were, with how many pupils each changed."""
    since = uow.now - UNDOABLE_FOR
    return await RosterImports(uow).latest(uow.scope.uais, since=since)


async def show_roster_undo(uow: UnitOfWork, import_id: UUID) -> RosterUndoShown:
    """What taking an import back would do. Raises NotFound."""
    about = await RosterImports(uow).get(import_id)
    undo = await read_roster_undo(uow, about)
    cards = await read_cards(uow, [one.pupil_year_id for one, _ in undo.pupils])
    today = local_date(uow.now)
    finished = await Periods(uow).over_since(about.uai, about.school_year, about.counts_from, today)
    shown = {card.id: card for card in cards}
    return RosterUndoShown(undo, shown, is_undoable(about, uow.now), finished)
