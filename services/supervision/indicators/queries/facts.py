"""The facts that indicators are measured on, lycée by lycée."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, bindparam, column, select, values
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows, Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.actions.queries import (
    MOBILITY,
    REFUSALS,
    MobilityTotal,
    RefusalCounts,
    mobility_totals_of,
    refusal_counts,
)
from services.supervision.base.figures import Untold
from services.supervision.coverage.model.coverage import Counts, LyceeCoverage
from services.supervision.coverage.queries.coverage import (
    COUNTED,
    COUNTED_ON,
    HEARD,
    LABELS,
    NAMES,
    counts_asked,
    coverage,
)
from services.supervision.coverage.tables import COUNTS, coverage_days, periods
from services.supervision.exactness.queries.stated import (
    STATED,
    STATED_ACTIONS,
    stated_days,
)
from services.supervision.indicators.model import DAYS_AFTER_DEPARTURE
from services.supervision.indicators.model.indicator import NO_DUES, DepartmentFacts, LyceeFacts
from services.supervision.indicators.queries.confirmed import (
    CONFIRMED,
    CONFIRMED_BY,
    OF_THE_YEAR,
    confirmed_places,
    days_of,
    known_by,
)
from services.supervision.network_dues.model import DueFacts, facts_by_lycee
from services.supervision.network_dues.queries import DUES_COUNTED
from services.supervision.objectives.queries import TARGETS
from services.supervision.offer_moves.queries import OFFER_FILES
from services.supervision.partnerships.queries import (
    DECLARATIONS,
    PARTNERSHIPS,
    PLEDGES,
    CommitmentCounts,
    PartnershipCounts,
    commitment_counts,
    commitments_asked,
    partnership_counts,
)
from services.supervision.past.model import Moment
from services.supervision.past.queries.held import HELD_NOW, held_now, held_then
from services.supervision.past.queries.past import (
    HEARD_UNTIL,
    HELD_IN,
    KNOWN_SINCE,
    Held,
    coverage_at,
    end_of,
    heard_until,
)
from services.supervision.publication.queries import PUBLICATIONS
from services.supervision.training_signals.queries import SIGNALS_OF_LYCEES

_NONE_HELD = Held()
UNTOLD_AIDS = MobilityTotal(Untold.UNTOLD, Untold.UNTOLD)


async def lycee_facts(
    uow: UnitOfWork, year: SchoolYear, moment: Moment | None = None
) -> Sequence[LyceeFacts]:
    """Facts of every lycée in scope, by name; as of `moment`, when it is of a day that is over."""
    today = uow.now.astimezone(PARIS).date()
    await READ_FIRST.once_ahead(uow, {})
    if moment is None or moment.until >= today:
        await _NOW.ahead(uow, _asked_now(year, today))
        return await _facts(uow, year, None, await held_now(uow, year))
    await _THEN.ahead(uow, _asked_then(year, moment, today))
    found = await _facts(uow, year, moment, await held_then(uow, year, moment))
    heard = await heard_until(uow, moment.until)
    days = {uai: at.astimezone(PARIS).date() for uai, at in heard.items()}
    return [replace(one, past=True, heard_on=days.get(one.uai)) for one in found]


async def _facts(
    uow: UnitOfWork, year: SchoolYear, moment: Moment | None, held: Mapping[str, Held]
) -> Sequence[LyceeFacts]:
    now = uow.now.astimezone(PARIS).date()
    today = moment.until if moment else now
    lycees = await (coverage_at(uow, year, moment) if moment else coverage(uow, year=year))
    counted = await _counts_on(uow, year, min(today + timedelta(days=1), now), lycees)
    confirmed, new = await confirmed_places(uow, year, moment)
    alone = _OfToday() if moment else await _of_today(uow, year)
    department = await _department(uow, year, moment or Moment(now, now), alone)
    return [
        LyceeFacts(
            uai=one.uai,
            lycee=one.name,
            today=today,
            current=year == SchoolYear.of(today),
            heard_on=one.heard_at.astimezone(PARIS).date() if one.heard_at else None,
            publication=one.publication,
            cells=one.cells,
            counts_on=counted.get(one.uai, {}),
            confirmed=confirmed.get(one.uai, {}),
            new_hosts=new.get(one.uai, 0),
            refusals=of.total if (of := alone.refused.get(one.uai)) else Untold.UNTOLD,
            partnerships_active=at.active if (at := alone.partners.get(one.uai)) else Untold.UNTOLD,
            partnerships_under_agreement=at.under_agreement if at else 0,
            declarations=(due := alone.due.get(one.uai, CommitmentCounts())).declarations,
            held=held[one.uai].kinds if one.uai in held else None,
            participations=(did := held.get(one.uai, _NONE_HELD)).pupils,
            partnered=did.partnered,
            partners=did.partners,
            mobility_pupils=(aid := alone.aids.get(one.uai, UNTOLD_AIDS)).pupils,
            mobility_euros=aid.amount_euros,
            pledging_companies=due.pledging_companies,
            pledged_euros=due.pledged_euros,
            signals=alone.signals.get(one.uai, Untold.UNTOLD),
            dues=alone.dues.get(one.uai, NO_DUES),
            department=department,
        )
        for one in lycees
    ]


@dataclass(frozen=True)
class _OfToday:
    """What is known as of today alone, by UAI: of a day that is over nobody asks it."""

    refused: Mapping[str, RefusalCounts] = field(default_factory=dict)
    partners: Mapping[str, PartnershipCounts] = field(default_factory=dict)
    due: Mapping[str, CommitmentCounts] = field(default_factory=dict)
    aids: Mapping[str, MobilityTotal] = field(default_factory=dict)
    signals: Mapping[str, int] = field(default_factory=dict)
    dues: Mapping[str, DueFacts] = field(default_factory=dict)


async def _department(
    uow: UnitOfWork, year: SchoolYear, moment: Moment, alone: "_OfToday"
) -> DepartmentFacts | None:
    """Facts of the whole department; None to who reads their own lycée alone."""
    if not uow.scope.department_wide:
        return None
    files = await OFFER_FILES.of(uow, {**days_of(year), **known_by(moment)})
    return DepartmentFacts(alone.dues.get(uow.department_uai, NO_DUES), files)


async def _of_today(uow: UnitOfWork, year: SchoolYear) -> _OfToday:
    asked = {**days_of(year), "dues_today": uow.now.astimezone(PARIS).date()}
    dues = facts_by_lycee(await DUES_COUNTED.of(uow, asked), uow.department_uai)
    return _OfToday(
        refused=await refusal_counts(uow, year),
        partners=await partnership_counts(uow),
        due=await commitment_counts(uow),
        aids=await mobility_totals_of(uow, year),
        signals=await SIGNALS_OF_LYCEES.of(uow, days_of(year)),
        dues=dues,
    )


async def _counts_on(
    uow: UnitOfWork, year: SchoolYear, before: date, lycees: Iterable[LyceeCoverage]
) -> Mapping[str, Mapping[int, Sequence[Counts]]]:
    """By lycée, then by days after the departure: coverage as known at the end of that day."""
    publications = {one.uai: one.publication for one in lycees}
    found: dict[str, dict[int, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    for row in await _COUNTS_ON.of(uow, {**days_of(year), "counted_before": before}):
        if row.uai in publications and not publications[row.uai].hides(row.ends_on):
            counts = Counts(*(getattr(row, name) for name in COUNTS))
            found[row.uai][row.days].append(counts)
    return found


def _counted_after_departures() -> Select[Any]:
    d, p = coverage_days.c, periods.c
    after = values(column("days", Integer), name="after").data(
        [(days,) for days in DAYS_AFTER_DEPARTURE]
    )
    that_day = p.starts_on + after.c.days
    return (
        select(d.uai, after.c.days, p.ends_on, *(d[name] for name in COUNTS))
        .ext(distinct_on(d.uai, d.coverage_id, after.c.days))
        .select_from(coverage_days)
        .join(periods, and_(p.uai == d.uai, p.period_id == d.period_id))
        .join(after, d.day <= that_day)
        # A day that is not over says nothing yet.
        .where(OF_THE_YEAR, that_day < bindparam("counted_before", type_=Date))
        .order_by(d.uai, d.coverage_id, after.c.days, d.day.desc())
    )


def _asked_now(year: SchoolYear, today: date) -> Mapping[str, Any]:
    return {
        **counts_asked(year),
        **days_of(year),
        **stated_days(year),
        **commitments_asked(today),
        "counted_before": today,
        "dues_today": today,
        "school_year": year,
        **known_by(Moment(today, today)),
    }


def _asked_then(year: SchoolYear, moment: Moment, today: date) -> Mapping[str, Any]:
    return {
        **counts_asked(year, moment.known_on),
        **days_of(year),
        **known_by(moment),
        **stated_days(year, end_of(moment.known_on)),
        "counted_before": min(moment.until + timedelta(days=1), today),
        "first_held": year.first_day,
        "last_held": moment.until,
        "day_end": end_of(moment.until),
    }


_COUNTS_ON: Reading[Rows] = Reading(_counted_after_departures(), lambda rows: rows)
READ_FIRST = Together(LABELS, HEARD, NAMES, PUBLICATIONS, STATED, KNOWN_SINCE, TARGETS)
"""What figures of every day need: names, what heads keep, who was heard of since when, what is aimed at."""
_NOW = Together(
    *(COUNTED, _COUNTS_ON, CONFIRMED, STATED_ACTIONS, HELD_NOW, REFUSALS),
    *(PARTNERSHIPS, DECLARATIONS, PLEDGES, MOBILITY, SIGNALS_OF_LYCEES, DUES_COUNTED),
    OFFER_FILES,
)
_THEN = Together(
    *(COUNTED_ON, _COUNTS_ON, CONFIRMED_BY, STATED_ACTIONS, HELD_IN, HEARD_UNTIL, OFFER_FILES)
)
