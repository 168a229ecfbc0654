"""Commands of a mobility aid: asked, moved, taken back a step; published, and totalled."""

from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import AidId, AidTotalsId, PeriodId, PupilYearId, SchoolYear, Uai
from contracts.internships.mobility import (
    AidKind,
    AidState,
    MobilityAidMovedV1,
    MobilityAidSuppressedV1,
    MobilityAidTotalledV1,
)
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.mobility.model.mobility_aid import (
    AidAlreadyAsked,
    AidStep,
    MobilityAid,
    asked,
)
from services.internships.mobility.store import MobilityAids
from services.internships.participations.store import Participations
from services.internships.publications.store import Publications
from services.internships.pupils.store.pupils import Pupils

JOB = "total_mobility_aids"


async def publish_mobility_aid(
    uow: UnitOfWork, *, aid: MobilityAid, step: AidStep | None, version: int, now: datetime
) -> None:
    """Tell the step it has come to; None: it was never asked for."""
    told = MobilityAidMovedV1(
        aid_id=AidId(aid.id),
        pupil_year_id=PupilYearId(aid.pupil_year_id),
        period_id=PeriodId(aid.period_id),
        kind=aid.kind,
        state=step.state if step else None,
        occurred_on=step.on if step else local_date(now),
    )
    uow.publish(told, version=version, uai=aid.uai)
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=aid.uai)


async def ask_mobility_aid(
    uow: UnitOfWork,
    *,
    pupil_year_id: UUID,
    period_id: UUID,
    kind: AidKind,
    on: date,
    now: datetime,
) -> UUID:
    """Note it (demande d’aide à la mobilité), and return its id.

    Raises NotFound, PupilErased, PupilNotConcerned, AidStepInTheFuture, AidAlreadyAsked.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    await Participations(uow).get(period_id, pupil_year_id)
    role = uow.actor.role if uow.actor else None
    first = asked(on, today=local_date(now), role=role)
    aid = MobilityAid(uow.new_id(), pupil.uai, pupil.id, period_id, kind, 1, [first])
    if not await MobilityAids(uow).ask(aid):
        raise AidAlreadyAsked
    await publish_mobility_aid(uow, aid=aid, step=first, version=1, now=now)
    return aid.id


async def move_mobility_aid(
    uow: UnitOfWork,
    *,
    aid_id: UUID,
    version: int,
    to: AidState,
    on: date,
    amount_euros: int | None = None,
    now: datetime,
) -> None:
    """Record its next step (étape d’une aide à la mobilité).

    Raises NotFound, StaleVersion, AidMoveRefused, AidStepInTheFuture, AidStepBeforeTheLast,
    AidWithoutAmount.
    """
    aids = MobilityAids(uow)
    aid = await aids.get(aid_id, version=version)
    step = aid.step(
        to,
        on=on,
        today=local_date(now),
        amount_euros=amount_euros,
        role=uow.actor.role if uow.actor else None,
    )
    await aids.move(aid, step)
    await publish_mobility_aid(uow, aid=aid, step=step, version=version + 1, now=now)


async def total_mobility_aids(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals of this school year and the last, unless the head keeps them.

    An aid of June is paid in September. Nothing is told that would tell of fewer than five pupils:
    of one to four it is told that they are too few; and two totals one after the other differ by what
    those in between got, so the next one is told once five pupils more, or fewer, are in it.
    A total that is less by fewer is told as a lower one (`floor_of`), so that « at least » stays true.
    """
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COVERAGE, today):
        return
    current = SchoolYear.of(today)
    for year in (SchoolYear.of(today - timedelta(days=365)), current):
        await _total(uow, uai, year, today, running=year == current)


async def _total(
    uow: UnitOfWork, uai: Uai, year: SchoolYear, today: date, *, running: bool
) -> None:
    aids = MobilityAids(uow)
    total = await aids.total(uai, year)
    stands = await aids.standing(uai, year, total, running=running)
    if not stands.to_tell:
        return
    # A floor moves no step: the next total is told five pupils from the last that was counted.
    counted = total.pupils if total.is_to_tell(running=running) else total.told
    totals_id, version = await aids.tell(uai, year, counted or 0)
    told: MobilityAidTotalledV1 | MobilityAidSuppressedV1
    if is_too_few(stands.total.count):
        told = MobilityAidSuppressedV1(
            totals_id=AidTotalsId(totals_id), school_year=year, occurred_on=today
        )
    else:
        told = MobilityAidTotalledV1(
            totals_id=AidTotalsId(totals_id),
            school_year=year,
            pupils=stands.total.count,
            amount_euros=stands.total.euros,
            occurred_on=today,
        )
    uow.publish(told, version=version, uai=uai)


async def undo_mobility_step(
    uow: UnitOfWork, *, aid_id: UUID, version: int, now: datetime
) -> MobilityAid:
    """Take it back, the aid with it when it was only asked for; returns the aid as it was.

    Raises NotFound, StaleVersion.
    """
    aids = MobilityAids(uow)
    aid = await aids.get(aid_id, version=version)
    back_at = await aids.step_back(aid)
    await publish_mobility_aid(uow, aid=aid, step=back_at, version=version + 1, now=now)
    return aid
