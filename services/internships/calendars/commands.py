"""Commands of calendars of classes: periods drafted, published, rescheduled, discarded, announced, or not expected."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import PeriodId, Uai
from contracts.internships.periods import PfmpPeriodPublishedV1
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import amend_agreements
from services.internships.base.days import local_date
from services.internships.calendars.model import CalendarState, NoneExpected
from services.internships.calendars.store import ClassCalendars
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands import plan_statement, publish_changes
from services.internships.coverage.store.coverages import Coverages
from services.internships.formations.store import Classes, Formations
from services.internships.periods.model import (
    ClassOutsideFormations,
    FormationOfAnotherLycee,
    Period,
    PeriodStatus,
    PeriodWithoutFormation,
    school_year_of,
)
from services.internships.periods.store import Periods
from services.internships.pupils.store.pupils import Pupils
from services.internships.seats.commands import plan_tally
from services.internships.visits.commands import follow_period


async def announce_period(uow: UnitOfWork, *, period: Period, now: datetime) -> None:
    """Publish the whole state of a period (PFMP publiée, ou ses dates corrigées)."""
    formations = await Formations(uow).of(period.uai)
    uow.publish(
        PfmpPeriodPublishedV1(
            period_id=PeriodId(period.id),
            mefs=tuple(sorted(f.mef for f in formations if f.id in period.formation_ids)),
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            weeks=period.weeks,
            occurred_on=local_date(now),
        ),
        version=period.version,
        uai=period.uai,
    )


async def check_calendar_again(
    uow: UnitOfWork, *, act_id: UUID, class_id: UUID | None = None
) -> int:
    """Have classes be checked again (à vérifier): one of an act, or all; returns how many.

    Raises NotFound when nothing of it is left.
    """
    taken = await ClassCalendars(uow).take_back(act_id, class_id)
    if not taken:
        raise NotFound
    return taken


async def discard_period(uow: UnitOfWork, *, period_id: UUID, version: int) -> None:
    """Discard a draft (abandon). Raises NotFound, StaleVersion, PeriodAlreadyPublished."""
    period = await Periods(uow).get_for_update(period_id, version)
    period.check_discardable()
    await Periods(uow).remove(period)


async def draft_period(
    uow: UnitOfWork,
    *,
    starts_on: date,
    ends_on: date,
    weeks: int,
    formation_ids: Collection[UUID],
    class_ids: Collection[UUID] = (),
    uai: Uai | None = None,
) -> UUID:
    """Draft a period (PFMP en préparation) and return its id. Nothing is told before it is published.

    Without classes, all classes of the formations are concerned. Raises PeriodDatesInvalid,
    PeriodTooShort, PeriodWithoutFormation, FormationOfAnotherLycee, ClassOutsideFormations,
    LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    year = school_year_of(starts_on, ends_on, weeks)
    own = {formation.id for formation in await Formations(uow).of(lycee)}
    chosen = frozenset(formation_ids)
    if not chosen:
        raise PeriodWithoutFormation(field="formation_ids")
    if not chosen <= own:
        raise FormationOfAnotherLycee(field="formation_ids")
    allowed = {c.id for c in await Classes(uow).of(lycee, year) if c.formation_id in chosen}
    if not set(class_ids) <= allowed:
        raise ClassOutsideFormations(field="class_ids")
    period = Period(
        id=uow.new_id(),
        uai=lycee,
        school_year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        weeks=weeks,
        formation_ids=chosen,
        class_ids=frozenset(class_ids),
    )
    await Periods(uow).add(period)
    await ClassCalendars(uow).expect(period)
    return period.id


class NoClassChosen(Invalid):
    """A calendar sent without a class."""

    code = "no-class-chosen"
    title = "Cochez au moins une classe"


@dataclass(frozen=True)
class Said:
    """What was recorded (`act_id` takes it back), and the classes that needed no word."""

    act_id: UUID
    recorded: tuple[str, ...]
    settled: tuple[str, ...]


async def expect_no_period(uow: UnitOfWork, *, class_ids: Collection[UUID], now: datetime) -> Said:
    """Record that no (other) period is expected of these classes (aucune PFMP prévue).

    A class whose calendar is defined, or of which it was said already, is left as it is. Raises
    NoClassChosen; NotFound when one of the classes is not in scope: nothing is recorded then.
    """
    if not class_ids:
        raise NoClassChosen(field="class_ids")
    calendars = ClassCalendars(uow)
    chosen = await calendars.with_ids(class_ids)
    if len(chosen) < len(set(class_ids)):
        raise NotFound
    open_ones = [one for one in chosen if one.state is CalendarState.TO_CHECK]
    role = uow.actor.role if uow.actor else None
    expected = NoneExpected(uow.new_id(), local_date(now), role)
    new = await calendars.expect_none(open_ones, expected)
    return Said(
        expected.act,
        tuple(one.label for one in chosen if one.class_id in new),
        tuple(one.label for one in chosen if one.class_id not in new),
    )


async def publish_period(uow: UnitOfWork, *, period_id: UUID, version: int, now: datetime) -> None:
    """Publish a period (PFMP publiée). Raises NotFound, StaleVersion, PeriodAlreadyPublished."""
    period = await Periods(uow).get_for_update(period_id, version)
    period.publish()
    await Periods(uow).save(period)
    await announce_period(uow, period=period, now=now)
    await Coverages(uow).open(period)
    await publish_changes(uow, uai=period.uai, period_id=period.id, now=now)
    await plan_statement(uow, uai=period.uai, now=now)


async def reschedule_period(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    version: int,
    starts_on: date,
    ends_on: date,
    weeks: int,
    now: datetime,
) -> None:
    """Correct a period's dates (report); once published, the department is told.

    A period that was over and no longer is follows the lists of its classes again; put back before
    it went on, its dates were a slip, and it has the pupils it had.
    Raises NotFound, StaleVersion, PeriodDatesInvalid, PeriodTooShort.
    """
    period = await Periods(uow).get_for_update(period_id, version)
    await Pupils(uow).lock_roster(period.uai)
    ended_on = period.ends_on
    period.reschedule(starts_on, ends_on, weeks)
    await Periods(uow).save(period)
    if period.status is PeriodStatus.DRAFT:
        return
    await _settle_anew(uow, period, ended_on, local_date(now))
    await announce_period(uow, period=period, now=now)
    # The seats of each week move with the dates, and whoever left by the last day with its end.
    await plan_tally(uow, uai=period.uai, now=now)
    await follow_period(uow, period_id=period.id, now=now)
    await amend_agreements(uow, period_id=period.id, now=now)
    await publish_changes(uow, uai=period.uai, period_id=period.id, now=now)


async def _settle_anew(uow: UnitOfWork, period: Period, ended_on: date, today: date) -> None:
    rosters = SettledRosters(uow)
    if period.ends_on >= today:
        await rosters.reopen(period.uai, period.id)
        return
    if ended_on >= today:
        await rosters.close_again(period.uai, period.id)
    await rosters.tell_left_anew(period.id)
