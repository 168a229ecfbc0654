"""Commands of referent teachers (enseignants référents): named, given pupils, tied to an account, removed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import FollowingId, PeriodId, PupilYearId, ReferentId, SchoolYear, Uai
from contracts.internships.follow_up import ReferentAssignedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.participations.store import Participations
from services.internships.periods.model import Period, PeriodNotPublished, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.referents.model import (
    AccountNotThere,
    Following,
    Referent,
    ReferentFollowsPupils,
)
from services.internships.referents.store.referents import Followings, Referents


def publish_following(uow: UnitOfWork, *, following: Following, on: date) -> None:
    """Tell who follows a pupil during a period, by ids alone."""
    told = ReferentAssignedV1(
        following_id=FollowingId(following.id),
        pupil_year_id=PupilYearId(following.pupil_year_id),
        period_id=PeriodId(following.period_id),
        referent_id=ReferentId(following.referent_id) if following.referent_id else None,
        occurred_on=on,
    )
    uow.publish(told, version=following.version, uai=following.uai)


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


async def name_referents(
    uow: UnitOfWork,
    *,
    names: Sequence[str],
    uai: Uai | None = None,
    school_year: SchoolYear | None = None,
    now: datetime,
) -> Sequence[UUID]:
    """Record them for a school year, or else this one (enseignants référents); return the new ones' ids.

    Who is on the list already stays as they are. Raises LyceeNotChosen.
    """
    lycee, year = uow.writing_for(uai), school_year or SchoolYear.of(local_date(now))
    return await Referents(uow).add([Referent(uow.new_id(), lycee, year, name) for name in names])


async def remove_referent(uow: UnitOfWork, *, referent_id: UUID, now: datetime) -> None:
    """Forget a referent teacher who follows nobody. Raises NotFound, ReferentFollowsPupils."""
    referents = Referents(uow)
    await referents.get(referent_id, lock=True)
    if await Followings(uow).follows_anybody(referent_id):
        raise ReferentFollowsPupils
    for one in await referents.remove(referent_id):
        publish_following(uow, following=one, on=local_date(now))


async def tie_account(
    uow: UnitOfWork,
    *,
    referent_id: UUID,
    account_id: UUID | None,
    there: Collection[UUID],
    now: datetime,  # noqa: ARG001  every use case is given it
) -> Referent:
    """Tie a referent to an account (compte relié), or to none; return what they were before.

    `there`: the accounts with access to the lycée. Raises NotFound, AccountNotThere.
    """
    referents = Referents(uow)
    before = await referents.get(referent_id, lock=True)
    if account_id is not None and account_id not in there:
        raise AccountNotThere(field="account_id")
    await referents.tie(referent_id, account_id)
    return before


async def undo_assignment(uow: UnitOfWork, *, act_id: UUID, now: datetime) -> tuple[UUID, int]:
    """Have the pupils of an act followed by whom they were before it; return the period and how many.

    Whom somebody else assigned since stays. Raises NotFound when nothing of the act is left.
    """
    followings = Followings(uow)
    done = await followings.of_act(act_id)
    if not done:
        raise NotFound
    back = [
        replace(one, referent_id=before, version=one.version + 1)
        for one, before in done
        if one.referent_id != before
    ]
    await followings.keep(
        back, act_id=uow.new_id(), before={one.pupil_year_id: one.referent_id for one, _ in done}
    )
    for one in back:
        publish_following(uow, following=one, on=local_date(now))
    return done[0][0].period_id, len(back)
