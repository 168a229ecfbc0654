"""Commands of republication: figures counted, a family or states published again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.periods import (
    CoverageChangedV1,
    PfmpPeriodPublishedV1,
    PlacementConfirmedV1,
    PlacementWithdrawnV1,
    WithdrawalReason,
)
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.outbox.last_events import REPUBLISH, LastFact, TakenBack, last_facts
from services.chassis.unit_of_work.events_in_flight import wait_for_facts
from services.chassis.unit_of_work.scheduled_jobs import is_overdue, is_waiting
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands import JOB as REFUSALS
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes, publish_coverage, state_coverage
from services.internships.coverage.store.coverages import Coverages
from services.internships.mobility.commands import JOB as AIDS
from services.internships.mobility.commands import total_mobility_aids
from services.internships.mobility.store import MobilityAids
from services.internships.publications.commands import REPUBLISH_FAMILY
from services.internships.publications.store import Publications
from services.internships.refusals.commands import tally_refusals
from services.internships.refusals.store import RefusalTallies
from services.internships.republication.store import LastTold
from services.internships.seats.commands import tally_site_hosting


@dataclass(frozen=True)
class CountedFigures:
    """The figures once every fact up to `sequence` was told; None: too few to be told.

    What the head keeps, or is to be told tonight, is not among them.
    """

    sequence: int
    figures: Mapping[str, int | None]


async def count_figures(uow: UnitOfWork, *, uai: Uai, now: datetime) -> CountedFigures:
    """Count what of the tracker the department shows and no statement holds, of this school year."""
    sequence, today = await wait_for_facts(uow, "department", uai), local_date(now)
    if await is_overdue(uow, (REPUBLISH_FAMILY, REPUBLISH), uai=uai, now=now):
        return CountedFigures(sequence, {})
    tells, found, year = Publications(uow).tells, dict[str, int | None](), SchoolYear.of(today)
    tonight = {job: await is_waiting(uow, (job,), uai=uai) for job in (REFUSALS, AIDS)}
    if await tells(uai, FactFamily.EXCHANGES, today) and not tonight[REFUSALS]:
        counted = await RefusalTallies(uow).count(uai, year)
        found["refusals"] = sum(counted[year].values()) if year in counted else 0
    if await tells(uai, FactFamily.COVERAGE, today) and not tonight[AIDS]:
        aids = MobilityAids(uow)
        total = await aids.total(uai, year)
        stands = (await aids.standing(uai, year, total, running=True)).total.count
        found["mobility_pupils"] = None if is_too_few(stands) else stands
    return CountedFigures(sequence, found)


async def republish_family(uow: UnitOfWork, *, uai: Uai, family: FactFamily, now: datetime) -> None:
    """Tell the states of a family as they are (coverage, aids, seats, refusals); facts of the closed time stay untold.

    Closed again meanwhile, nothing is told.
    """
    if family is FactFamily.COVERAGE:
        # Periods of the next school year are published before the summer.
        told = await Coverages(uow).since(uai, SchoolYear.of(local_date(now)))
        await publish_coverage(uow, uai=uai, told=told, now=now)
        await total_mobility_aids(uow, uai=uai, now=now)
    elif family is FactFamily.HOSTING:
        await tally_site_hosting(uow, uai=uai, now=now)
    elif family is FactFamily.EXCHANGES:
        await tally_refusals(uow, uai=uai, now=now)


_NONE = {
    "concerned": 0,
    "exempted": 0,
    "left": 0,
    "host_agreed": 0,
    "agreement_issued": 0,
    "agreement_signed": 0,
}


async def republish_states(
    uow: UnitOfWork, *, uai: Uai, taken_back: TakenBack, now: datetime
) -> None:
    """Tell figures as the tables have them (chiffres redits), above what was told last; nothing where they agree.

    After a backup of this database was put back alone: it took its facts back, and its rows are those of the
    backup. Of what these facts tell and no row has, the department is told that it is no more.
    """
    last = LastTold(uow, uai)
    await last.keep_publications()
    told = await last_facts(uow, uai, CoverageChangedV1)
    differing = await last.differing_coverages(told)
    await publish_coverage(uow, uai=uai, told=differing, now=now)
    await publish_changes(uow, uai=uai, now=now)
    await last.keep_tallies()
    await tally_site_hosting(uow, uai=uai, now=now)
    await last.keep_refusals()
    await tally_refusals(uow, uai=uai, now=now)
    await last.keep_aids()
    await total_mobility_aids(uow, uai=uai, now=now)
    await _end_periods(uow, uai, taken_back, taken_back.of(told), now)
    await _withdraw_places(uow, uai, taken_back, now)
    await state_coverage(uow, uai=uai, now=now)


async def _end_periods(
    uow: UnitOfWork,
    uai: Uai,
    taken_back: TakenBack,
    coverages: Mapping[str, LastFact[CoverageChangedV1]],
    now: datetime,
) -> None:
    """Tell of each period the database no longer has that it is for nobody."""
    today = local_date(now)
    told = taken_back.of(await last_facts(uow, uai, PfmpPeriodPublishedV1))
    of_periods = {str(one.event.period_id) for one in coverages.values()}
    gone = await LastTold(uow, uai).periods_missing({*told, *of_periods})
    for period_id in sorted(gone & told.keys()):
        period = told[period_id]
        if period.event.mefs:
            over = {"mefs": (), "occurred_on": today}
            uow.publish(period.event.model_copy(update=over), version=period.version + 1, uai=uai)
    if not await Publications(uow).tells(uai, FactFamily.COVERAGE, today):
        return
    for one in coverages.values():
        counted = one.event.model_dump(include=set(_NONE))
        if str(one.event.period_id) in gone and counted != _NONE:
            none = one.event.model_copy(update={**_NONE, "occurred_on": today})
            uow.publish(none, version=one.version + 1, uai=uai)


async def _withdraw_places(uow: UnitOfWork, uai: Uai, taken_back: TakenBack, now: datetime) -> None:
    """Tell of each confirmed place the database no longer has that it was noted by mistake."""
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.PLACEMENTS, today):
        return
    told = taken_back.of(await last_facts(uow, uai, PlacementConfirmedV1, PlacementWithdrawnV1))
    confirmed = {
        reference: one.event
        for reference, one in told.items()
        if isinstance(one.event, PlacementConfirmedV1)
    }
    for reference in sorted(await LastTold(uow, uai).references_missing(confirmed)):
        place = confirmed[reference]
        withdrawn = PlacementWithdrawnV1(
            reference=place.reference,
            period_id=place.period_id,
            mef=place.mef,
            reason=WithdrawalReason.MISTAKE,
            occurred_on=today,
        )
        uow.publish(withdrawn, version=2, uai=uai)
