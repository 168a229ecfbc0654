"""Pupils a finished period counts, beside those its classes have now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.pupils.queries import PupilCard, read_cards


@dataclass(frozen=True)
class CountedPupil:
    """A pupil the period counts and its classes have no more, or the reverse."""

    formation_id: UUID
    pupil: PupilCard
    has_a_place: bool
    """Whoever has a place there stays counted: the place is withdrawn first."""


@dataclass(frozen=True)
class CountedPupils:
    """What differs; `settled` is false while the period follows its classes."""

    settled: bool
    newcomers: Sequence[CountedPupil] = ()
    """In the classes now, and not counted."""
    gone: Sequence[CountedPupil] = ()
    """Counted, and no longer in the classes."""


async def read_counted_pupils(uow: UnitOfWork, period_id: UUID) -> CountedPupils:
    """Compare a finished period with its classes."""
    rosters = SettledRosters(uow)
    settled = await rosters.of_period(period_id)
    if not settled:
        return CountedPupils(settled=False)
    now = await rosters.by_classes(period_id)
    counted = {pupil for one in settled for pupil in one.pupils}
    came = {one.formation_id: now[one.formation_id] - counted for one in settled}
    gone = {one.formation_id: set(one.pupils - now[one.formation_id]) for one in settled}
    placed = await rosters.with_a_place(period_id)
    return CountedPupils(
        settled=True,
        newcomers=await _named(uow, came, placed),
        gone=await _named(uow, gone, placed),
    )


async def _named(
    uow: UnitOfWork, pupils: Mapping[UUID, set[UUID]], placed: set[UUID]
) -> Sequence[CountedPupil]:
    cards = await read_cards(uow, [pupil for some in pupils.values() for pupil in some])
    return [
        CountedPupil(formation_id, card, card.id in placed)
        for card in cards
        for formation_id, some in pupils.items()
        if card.id in some
    ]
