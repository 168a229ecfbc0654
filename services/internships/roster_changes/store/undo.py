"""What taking a list of classes back does today, judged against what is so now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.families.store import Families
from services.internships.formations.store import Formation, Formations
from services.internships.formations.tables import classes
from services.internships.pupils.tables import pupils
from services.internships.roster_changes.model import (
    ClassChange,
    Kept,
    PupilChange,
    RosterChange,
    RosterState,
    kept_class,
    kept_pupil,
)
from services.internships.roster_changes.store.imports import RosterImport, RosterImports

UNDOABLE_FOR = timedelta(days=30)


@dataclass(frozen=True)
class RosterUndo:
    """What was done to each pupil and class, and why it stays where it does."""

    about: RosterImport
    today: RosterState
    pupils: Sequence[tuple[PupilChange, Kept | None]]
    classes: Sequence[tuple[ClassChange, Kept | None]]
    formations: Mapping[Formation, bool] = field(default_factory=dict)
    """The formations it opened that are still there, and whether something relies on each."""
    addresses: int = 0
    """Addresses of families it brought, that nobody changed since."""

    @property
    def back(self) -> Sequence[PupilChange]:
        """What is taken back of pupils."""
        return [change for change, kept in self.pupils if kept is None]

    @property
    def formations_back(self) -> Sequence[Formation]:
        """The formations that go."""
        return [one for one, is_used in self.formations.items() if not is_used]

    @property
    def classes_back(self) -> Sequence[ClassChange]:
        """What is taken back of classes."""
        return [change for change, kept in self.classes if kept is None]


async def read_roster_undo(uow: UnitOfWork, about: RosterImport) -> RosterUndo:
    """Judge each line of an import against what is so now."""
    imports = RosterImports(uow)
    change = await imports.change(about.id)
    today = await imports.state(about.uai, about.school_year)
    ids = [one.pupil_year_id for one in change.pupils]
    relied_on = await imports.relied_on(about.uai, ids, of=pupils, about=about.id)
    relied_on |= await SettledRosters(uow).counted_before(about.uai, about.counts_from)
    placed = await imports.placed(about.uai, ids)
    of_pupils = [(one, kept_pupil(one, today, relied_on, placed)) for one in change.pupils]
    # Whoever moves back or goes is no longer in the class.
    gone = {one.pupil_year_id for one, kept in of_pupils if kept is None}
    used = await imports.relied_on(
        about.uai, [one.class_id for one in change.classes], of=classes, about=about.id
    )
    of_classes = [(one, kept_class(one, today, used, gone)) for one in change.classes]
    addresses = await Families(uow).count_listed(about.uai, about.id)
    undo = RosterUndo(about, today, of_pupils, of_classes, addresses=addresses)
    back = RosterChange(tuple(undo.back), tuple(undo.classes_back))
    relied = await imports.formations_used(about.uai, about.id, change.formations, back=back)
    known = {one.id: one for one in await Formations(uow).of(about.uai)}
    opened = [known[formation_id] for formation_id in change.formations if formation_id in known]
    return replace(undo, formations={one: one.id in relied for one in opened})


def is_undoable(about: RosterImport, now: datetime) -> bool:
    """Whether a class list may be taken back: for thirty days, once."""
    return about.undone_at is None and now - about.recorded_at <= UNDOABLE_FOR
