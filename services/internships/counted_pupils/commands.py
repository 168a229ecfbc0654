"""Commands of the pupils a finished period counts: corrected, put back."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.store.counted_changes import CountedChanges
from services.internships.counted_pupils.store.settled_rosters import SettledRoster, SettledRosters
from services.internships.coverage.commands import publish_changes
from services.internships.participations.model import PupilHasAPlacement, PupilNotConcerned
from services.internships.periods.model import Period
from services.internships.periods.store import Periods
from services.internships.pupils.store.pupils import Pupils

Counted = tuple[UUID, UUID]
"""A formation, and a pupil counted in it."""


class PeriodFollowsItsClasses(Conflict):
    """A period that follows its classes: nobody is counted by hand while their lists say who is in it."""

    code = "period-follows-its-classes"
    title = "Cette PFMP suit encore les listes de classes\u202f: importez la liste à jour."


class PupilCountedAlready(Conflict):
    """A pupil is counted once in a period, under one formation."""

    code = "pupil-counted-already"
    title = "Cet élève est déjà compté dans cette PFMP\u202f: rechargez la page."


async def correct_counted_pupils(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    adding: Collection[Counted],
    removing: Collection[Counted],
    now: datetime,
) -> UUID:
    """Count some pupils in a finished period, and some no more; nothing else ever changes who it counts.

    Returns the id by which it is undone. Raises NotFound, PeriodFollowsItsClasses, PupilNotConcerned, PupilHasAPlacement, PupilCountedAlready.
    """
    period = await Periods(uow).get(period_id)
    rosters = SettledRosters(uow)
    await Pupils(uow).lock_roster(period.uai)
    settled = {one.formation_id: one for one in await rosters.of_period(period_id)}
    await _refuse(uow, period, settled, adding, removing)
    less, more = _by_formation(removing), _by_formation(adding)
    for formation_id, roster in settled.items():
        await rosters.save(roster.without(less[formation_id]).having(more[formation_id]))
    gone = await rosters.gone_before_the_end(period_id, [pupil for _, pupil in adding])
    change_id = uow.new_id()
    for roster in await rosters.of_period(period_id):
        at = roster.formation_id
        await rosters.save(roster.losing(gone & more[at]))
        before = settled[at].pupils
        await CountedChanges(uow).add(
            change_id, roster, roster.pupils - before, before - roster.pupils
        )
    await publish_changes(uow, uai=period.uai, period_id=period_id, now=now)
    return change_id


async def _refuse(
    uow: UnitOfWork,
    period: Period,
    settled: Mapping[UUID, SettledRoster],
    adding: Collection[Counted],
    removing: Collection[Counted],
) -> None:
    if not settled:
        raise PeriodFollowsItsClasses
    both = (*adding, *removing)
    added, removed = ({pupil for _, pupil in some} for some in (adding, removing))
    own = await Pupils(uow).of_year(period.uai, period.school_year, added | removed)
    if own != added | removed or not {formation for formation, _ in both} <= settled.keys():
        raise PupilNotConcerned
    if await SettledRosters(uow).with_a_place(period.id) & removed:
        raise PupilHasAPlacement
    counted = {pupil for roster in settled.values() for pupil in roster.pupils}
    if (counted - removed) & added:
        raise PupilCountedAlready


def _by_formation(counted: Collection[Counted]) -> defaultdict[UUID, set[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for formation_id, pupil in counted:
        found[formation_id].add(pupil)
    return found


async def undo_counted_pupils(
    uow: UnitOfWork, *, period_id: UUID, change_id: UUID, now: datetime
) -> None:
    """Count again as before a correction of a period.

    Raises NotFound, PupilHasAPlacement: whoever was given a place since stays counted.
    """
    changed = await CountedChanges(uow).get(period_id, change_id)
    if not changed:
        raise NotFound
    await correct_counted_pupils(
        uow,
        period_id=period_id,
        adding=[(row.formation_id, pupil) for row in changed for pupil in row.removed],
        removing=[(row.formation_id, pupil) for row in changed for pupil in row.added],
        now=now,
    )
