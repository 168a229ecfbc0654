"""What was known at the end of a day that is over: who was heard of, how many had a place, what was done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    all_,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.actions.tables import actions
from services.supervision.coverage.model.coverage import LyceeCoverage, late_entries_alone
from services.supervision.coverage.queries.coverage import coverage
from services.supervision.coverage.tables import coverage_days, freshness, lycees
from services.supervision.exactness.model import Kind
from services.supervision.exactness.tables import counted_facts
from services.supervision.journal.queries.journal import told_outside
from services.supervision.journal.queries.kept_lines import kept_in_the_lycee
from services.supervision.journal.queries.taken_back import taken_back
from services.supervision.journal.tables import network_journal
from services.supervision.past.model import Moment
from services.supervision.publication.model import EVENTS

A, F, J = actions.c, counted_facts.c, network_journal.c
NO_NEWS = (
    *("lycee_opened", "news_published", "network_rule_decided", "hosting_limit_decided"),
    *("charter_signed", "committee_met", "decision_taken", "decision_withdrawn"),
    *("campaign_opened", "campaign_closed"),
)
"""Lines the department wrote itself: they say nothing of a bureau's activity."""
ONE_PER_COMPANY = EVENTS[FactFamily.COMPANIES]
"""Told again when their family is opened: a company counts once."""


KNOWN_END = bindparam("known_end", type_=DateTime(timezone=True))
"""The first instant at which it was no longer the day something was known on."""


@dataclass
class Held:
    """The actions one lycée held: how many by kind and by partner, and the participations of pupils."""

    kinds: dict[str, int] = field(default_factory=dict)
    pupils: int = 0
    partnered: int = 0
    """Of these, those with a partner of the network."""
    partners: dict[str, int] = field(default_factory=dict)
    """How many by partner: an action with two is counted at each."""

    def add(self, kind: str, partners: Sequence[str], *, pupils: int, many: int = 1) -> None:
        """Count some that are alike."""
        self.kinds[kind] = self.kinds.get(kind, 0) + many
        self.pupils += pupils
        self.partnered += many if partners else 0
        for one in partners:
            self.partners[one] = self.partners.get(one, 0) + many


def end_of(day: date) -> datetime:
    """The first instant after a day, in Paris."""
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


def fact_day() -> ColumnElement[date]:
    """The day a line of the journal is of: when it was true, or else when it was recorded."""
    return func.coalesce(J.occurred_on, cast(func.timezone(PARIS.key, J.recorded_at), Date))


async def known_since(uow: UnitOfWork) -> Mapping[str, datetime]:
    """When the first fact of each lycée was recorded, by UAI: its opening, or what came before it."""
    found: Mapping[str, datetime] = await KNOWN_SINCE.once(uow, {})
    return found


def _first_of_each() -> Select[Any]:
    first = (
        select(func.min(of.recorded_at)).where(of.uai == lycees.c.uai).scalar_subquery()
        for of in (J, coverage_days.c)
    )
    return select(lycees.c.uai, func.least(*first).label("at"))


KNOWN_SINCE = Reading(
    _first_of_each(), lambda rows: {row.uai: row.at for row in rows if row.at is not None}
)


async def coverage_at(uow: UnitOfWork, year: SchoolYear, moment: Moment) -> Sequence[LyceeCoverage]:
    """Every lycée that was known by then, with its figures of a school year as of the moment.

    Counts have no date of their own: what moved after the last day is a late entry where the PFMP
    was over, and is a place found since where it was not. So only the former are those known later.
    """
    since = await known_since(uow)
    known = await coverage(uow, year=year, known_on=moment.known_on)
    if moment.past:
        then = await coverage(uow, year=year, known_on=moment.until)
        known = late_entries_alone(known, then, moment.until)
    return [
        one for one in known if one.uai not in since or since[one.uai] < end_of(moment.known_on)
    ]


async def heard_until(uow: UnitOfWork, day: date) -> Mapping[str, datetime]:
    """When each lycée last told anything before the end of a day, by UAI.

    Of one that told something since, that is its last line of the journal or count of coverage: what
    is neither is kept without its time.
    """
    found: Mapping[str, datetime] = await HEARD_UNTIL.of(uow, {"day_end": end_of(day)})
    return found


def _heard_before(end: BindParameter[datetime]) -> Select[Any]:
    instants = (
        (freshness.c.uai, freshness.c.recorded_at, true()),
        (J.uai, J.recorded_at, J.event != all_(literal(list(NO_NEWS), ARRAY(Text)))),
        (coverage_days.c.uai, coverage_days.c.recorded_at, true()),
    )
    last = union_all(
        *(
            select(uai, func.max(at).label("at")).where(at < end, told).group_by(uai)
            for uai, at, told in instants
        )
    ).subquery()
    return select(last.c.uai, func.max(last.c.at).label("at")).group_by(last.c.uai)


HEARD_UNTIL = Reading(
    _heard_before(bindparam("day_end", type_=DateTime(timezone=True))),
    lambda rows: {row.uai: row.at for row in rows},
)


async def done_in(
    uow: UnitOfWork,
    first: date,
    moment: Moment,
    *,
    of_any_day: bool = False,
    outside: bool = False,
) -> Mapping[str, Mapping[str, int]]:
    """How many facts of the days up to the moment were known by then, and not taken back by then.

    By kind, then by UAI. `of_any_day`: those recorded in these days, whatever days they are of.
    `outside`: those that may be read outside the DSDEN.
    """
    begins, ends = datetime.combine(first, time(), PARIS), end_of(moment.known_on)
    counted = case((J.event.in_(sorted(ONE_PER_COMPANY)), J.company_id), else_=J.event_id)
    statement = (
        select(
            J.uai, J.event, func.count(func.coalesce(counted, J.event_id).distinct()).label("many")
        )
        # What happened on a day is recorded that day or later: the index finds the rest.
        .where(J.recorded_at >= begins, J.recorded_at < ends)
        .where(true() if of_any_day else fact_day().between(first, moment.until))
        .where(~kept_in_the_lycee(), ~taken_back(begins, ends))
        .where(told_outside() if outside else true())
        .group_by(J.uai, J.event)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in await uow.execute(statement):
        found[row.event][row.uai] = row.many
    return found


async def held_in(uow: UnitOfWork, first: date, moment: Moment) -> Mapping[str, Held]:
    """Actions of the days up to the moment that were known to be held by then, by UAI."""
    asked = {"first_held": first, "last_held": moment.until, "known_end": end_of(moment.known_on)}
    found: Mapping[str, Held] = await HELD_IN.of(uow, asked)
    return found


def _held_between() -> Select[Any]:
    told = (
        select(F.uai, F.of_id, F.counts, J.details)
        .ext(distinct_on(F.uai, F.of_id))
        .select_from(counted_facts.join(network_journal, J.event_id == F.event_id))
        .where(F.kind == Kind.ACTION.value, J.recorded_at < KNOWN_END)
        .order_by(F.uai, F.of_id, F.version.desc(), F.event_id.desc())
        .subquery("told")
    )
    same = and_(A.uai == told.c.uai, A.action_id == told.c.of_id)
    days = A.planned_on.between(bindparam("first_held"), bindparam("last_held"))
    return (
        select(told.c.uai, told.c.details)
        .select_from(told.join(actions, same))
        .where(told.c.counts, days)
    )


def _held(rows: Rows) -> Mapping[str, Held]:
    found: dict[str, Held] = defaultdict(Held)
    for row in rows:
        told = row.details
        found[row.uai].add(told["kind"], told.get("partners", ()), pupils=told["pupils"])
    return found


HELD_IN = Reading(_held_between(), _held)
