"""A lycée says who follows which pupils during a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.participations.store import Participations
from services.internships.periods.model import Period, PeriodNotPublished, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.referents.commands.publish_following import publish_following
from services.internships.referents.model import Following
from services.internships.referents.store.referents import Followings, Referents


@dataclass(frozen=True)
class Assigned:
    """What an act did (`act_id` takes it back): pupils by who follows them now, and those it left alone."""

    act_id: UUID
    by_referent: Mapping[UUID, int] = field(default_factory=dict)
    to_nobody: int = 0
    meanwhile: int = 0
    """Pupils somebody else assigned since the page was shown: left as they are."""

    @property
    def changed(self) -> int:
        """How many pupils are followed by somebody else than before, or by nobody."""
        return sum(self.by_referent.values()) + self.to_nobody


async def assign_referents(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    shown: Mapping[UUID, UUID | None],
    chosen: Mapping[UUID, UUID | None],
    now: datetime,
) -> Assigned:
    """Have pupils followed by whom was chosen for each (enseignant référent), or by nobody.

    `shown`: who followed each when it was chosen. Raises NotFound, PeriodNotPublished.
    """
    period = await Periods(uow).get(period_id)
    if period.status is not PeriodStatus.PUBLISHED:
        raise PeriodNotPublished
    await _check(uow, period, chosen)
    followings, act = Followings(uow), uow.new_id()
    known = await followings.of_period(period.id)
    changed, meanwhile = [], 0
    for pupil, referent in sorted(chosen.items()):
        before = known.get(pupil) or Following(uow.new_id(), period.uai, period.id, pupil, None, 0)
        if before.referent_id == referent:
            continue
        if before.referent_id != shown.get(pupil):
            meanwhile += 1
            continue
        changed.append(replace(before, referent_id=referent, version=before.version + 1))
    before_of = {pupil: one.referent_id for pupil, one in known.items()}
    await followings.keep(changed, act_id=act, before=before_of)
    for one in changed:
        publish_following(uow, following=one, on=local_date(now))
    given = [one.referent_id for one in changed if one.referent_id]
    counts = {referent: given.count(referent) for referent in dict.fromkeys(given)}
    return Assigned(act, counts, len(changed) - len(given), meanwhile)


async def _check(uow: UnitOfWork, period: Period, chosen: Mapping[UUID, UUID | None]) -> None:
    """Raises NotFound unless these are pupils and referents of the period's lycée and year."""
    named = await Referents(uow).of_year([period.uai], period.school_year)
    if {one for one in chosen.values() if one} - {one.id for one in named}:
        raise NotFound
    if chosen.keys() - await Participations(uow).pupils_of(period.id):
        raise NotFound
