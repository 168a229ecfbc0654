"""What a list of classes changed, and what taking it back does today: what somebody worked on since is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.internships.formations.model.classes import class_key


@dataclass(frozen=True)
class PupilState:
    """Where a pupil is, as lists of classes tell it."""

    class_id: UUID
    left_on: date | None = None


@dataclass(frozen=True)
class ClassState:
    """What a class is called, and what its pupils follow."""

    label: str
    formation_id: UUID


@dataclass(frozen=True)
class RosterState:
    """The pupils and classes of a lycée in a school year, and its formations, at one moment."""

    pupils: Mapping[UUID, PupilState]
    classes: Mapping[UUID, ClassState]
    formations: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class PupilChange:
    """What an import did to one pupil; `was` is None for one it created."""

    pupil_year_id: UUID
    was: PupilState | None
    now: PupilState


@dataclass(frozen=True)
class ClassChange:
    """What an import did to one class; `was` is None for one it opened."""

    class_id: UUID
    was: ClassState | None
    now: ClassState


@dataclass(frozen=True)
class RosterChange:
    """All that one import changed."""

    pupils: tuple[PupilChange, ...]
    classes: tuple[ClassChange, ...]
    formations: tuple[UUID, ...] = ()
    """Those it opened."""

    def __bool__(self) -> bool:
        return bool(self.pupils or self.classes or self.formations)


class Kept(StrEnum):
    """Why something is not taken back."""

    CHANGED = "changed"
    """Somebody, or a later list, changed it since."""
    RELIED_ON = "relied-on"
    """Something was noted about the pupil, or for the class, since."""
    HAS_A_PLACE = "has-a-place"
    """Whoever came back has a place since."""
    GONE = "gone"
    """The pupil is not there any more, or names nobody."""


def difference(before: RosterState, after: RosterState) -> RosterChange:
    """What changed between two moments."""
    pupils = [
        PupilChange(pupil_id, before.pupils.get(pupil_id), now)
        for pupil_id, now in sorted(after.pupils.items())
        if before.pupils.get(pupil_id) != now
    ]
    classes = [
        ClassChange(class_id, before.classes.get(class_id), now)
        for class_id, now in sorted(after.classes.items())
        if before.classes.get(class_id) != now
    ]
    opened = sorted(after.formations - before.formations)
    return RosterChange(tuple(pupils), tuple(classes), tuple(opened))


def touched_by(change: RosterChange, state: RosterState) -> Collection[UUID]:
    """The pupils counted otherwise by a change: themselves, or by the formation of their class."""
    redirected = {
        one.class_id
        for one in change.classes
        if one.was is not None and one.was.formation_id != one.now.formation_id
    }
    inside = {pupil_id for pupil_id, one in state.pupils.items() if one.class_id in redirected}
    return inside | {one.pupil_year_id for one in change.pupils}


def leaving_in(change: RosterChange) -> Collection[UUID]:
    """The pupils a change says of that they left, or did not."""
    return {
        one.pupil_year_id
        for one in change.pupils
        if (one.was.left_on if one.was else None) != one.now.left_on
    }


def kept_pupil(
    change: PupilChange, today: RosterState, relied_on: Collection[UUID], placed: Collection[UUID]
) -> Kept | None:
    """Why what was done to a pupil stays, or None when it can be taken back."""
    now = today.pupils.get(change.pupil_year_id)
    if now is None:
        return Kept.GONE
    if now != change.now:
        return Kept.CHANGED
    if change.was is None:
        return Kept.RELIED_ON if change.pupil_year_id in relied_on else None
    if change.was.class_id not in today.classes:
        return Kept.CHANGED
    comes_back = change.was.left_on is not None and change.now.left_on is None
    return Kept.HAS_A_PLACE if comes_back and change.pupil_year_id in placed else None


def kept_class(
    change: ClassChange, today: RosterState, relied_on: Collection[UUID], gone: Collection[UUID]
) -> Kept | None:
    """Why what was done to a class stays; `gone` are the pupils taken back with it."""
    now = today.classes.get(change.class_id)
    if now != change.now:
        return Kept.CHANGED if now else Kept.GONE
    if change.was is not None:
        key = class_key(change.was.label)
        others = (one for class_id, one in today.classes.items() if class_id != change.class_id)
        return Kept.CHANGED if key in {class_key(one.label) for one in others} else None
    inside = {pupil_id for pupil_id, one in today.pupils.items() if one.class_id == change.class_id}
    return Kept.RELIED_ON if change.class_id in relied_on or inside - set(gone) else None
