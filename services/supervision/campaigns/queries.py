"""The progress of campaigns, counted anew from what is folded each time it is read."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, bindparam, func, select

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.acquaintances.tables import exchanges, hostings
from services.supervision.actions.tables import actions
from services.supervision.campaigns.model import (
    PACE_FROM,
    Campaign,
    Progress,
    Share,
    even_pace,
    is_behind,
    places_of,
    progress_of,
    sample_days,
    share_of,
)
from services.supervision.campaigns.tables import campaign_targets, campaigns
from services.supervision.coverage.model.coverage import LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage, heard_from

C, T = campaigns.c, campaign_targets.c
FIRST, LAST = bindparam("first_on", type_=Date), bindparam("last_on", type_=Date)


async def read_campaign(uow: UnitOfWork, campaign_id: UUID) -> Campaign:
    """One that was heard of. Raises NotFound."""
    found = await read_campaigns(uow, [campaign_id])
    if not found:
        raise NotFound
    return found[0]


async def read_campaigns(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Campaign]:
    """Campaigns with these ids that were heard of."""
    return await _campaigns(uow, C.campaign_id.in_(list(ids)))


async def read_running(uow: UnitOfWork) -> Sequence[Campaign]:
    """Campaigns that are not closed."""
    return await _campaigns(uow, ~C.over)


async def _campaigns(uow: UnitOfWork, which: ColumnElement[bool]) -> Sequence[Campaign]:
    rows = (await uow.execute(select(campaigns).where(which).order_by(C.until_on))).all()
    asked = select(T.campaign_id, T.uai, T.target).where(
        T.campaign_id.in_([row.campaign_id for row in rows]), T.target.is_not(None)
    )
    targets: dict[UUID, dict[str, int]] = defaultdict(dict)
    for one in await uow.execute(asked):
        targets[one.campaign_id][one.uai] = one.target
    return [_campaign(row, targets[row.campaign_id]) for row in rows]


async def read_progress(
    uow: UnitOfWork, campaign: Campaign, *, known_on: date | None = None
) -> Sequence[Progress]:
    """Where each lycée that is asked is, by name. One nothing was heard of is there too.

    Places are those found since its first day: what was known the evening before is taken off.

    `known_on`: as its coverage was known at the end of that day.
    """
    known = {one.uai: one for one in await _lycees(uow, campaign, known_on)}
    counts = await _counts(uow, campaign)
    asked = [known.get(uai) or LyceeCoverage(uai, uai, None, ()) for uai in campaign.targets]
    of_places = campaign.measure is CampaignMeasure.PLACES
    already: dict[str, int] = {}
    if of_places:
        eve = await _lycees(uow, campaign, campaign.from_on - timedelta(days=1))
        already = {one.uai: places_of(campaign, one) for one in eve}
    lines = [
        progress_of(
            campaign,
            one,
            None if of_places else counts.get(one.uai, 0),
            uow.now,
            already=already.get(one.uai, 0),
        )
        for one in asked
    ]
    return sorted(lines, key=lambda one: (one.lycee, one.uai))


async def read_shares(
    uow: UnitOfWork, campaign: Campaign, counted: Collection[str], today: date
) -> Mapping[date, Share]:
    """How much of what is asked of some lycées had been told by each of some days."""
    found: dict[date, Share] = {}
    # Hosts are told by the weeks of stays: what was known of them on a day is not.
    if campaign.measure is CampaignMeasure.NEW_HOSTS:
        return found
    for day in sample_days(campaign, today):
        then = replace(campaign, until_on=day) if campaign.stays_from is None else campaign
        known_on = day if day < today else None
        lines = await read_progress(uow, then, known_on=known_on)
        share = share_of(lines, counted)
        if share is not None:
            found[day] = share
    return found


async def behind_at(uow: UnitOfWork, today: date) -> Mapping[str, int]:
    """How many campaigns each lycée is behind in, by UAI; those behind in none are not there."""
    many: Counter[str] = Counter()
    for campaign in await read_running(uow):
        if even_pace(campaign, today) >= PACE_FROM and today <= campaign.until_on:
            lines = await read_progress(uow, campaign)
            many.update(one.uai for one in lines if is_behind(campaign, one, today))
    return many


async def _lycees(
    uow: UnitOfWork, campaign: Campaign, known_on: date | None = None
) -> Sequence[LyceeCoverage]:
    if campaign.measure is not CampaignMeasure.PLACES:
        return await heard_from(uow)
    found: dict[str, LyceeCoverage] = {}
    for year in _years(*campaign.days):
        for one in await coverage(uow, year=year, known_on=known_on):
            before = found.get(one.uai)
            cells = (*before.cells, *one.cells) if before else one.cells
            found[one.uai] = replace(one, cells=cells)
    return list(found.values())


def _years(first: date, last: date) -> Sequence[SchoolYear]:
    found = [SchoolYear.of(first)]
    while found[-1] != SchoolYear.of(last):
        found.append(SchoolYear.of(found[-1].last_day + timedelta(days=1)))
    return found


async def _counts(uow: UnitOfWork, campaign: Campaign) -> Mapping[str, int]:
    """What each lycée told of these days, by UAI."""
    reading = _COUNTED.get(campaign.measure)
    if reading is None:
        return {}
    first, last = campaign.days
    if campaign.measure is CampaignMeasure.NEW_HOSTS:
        return await reading.of(uow, {"first_week": _week(first), "last_week": _week(last)})
    return await reading.of(uow, {"first_on": first, "last_on": last})


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _exchanges() -> Select[Any]:
    of = exchanges.c
    return (
        select(of.uai, func.count().label("many"))
        .where(of.occurred_on.between(FIRST, LAST), ~of.withdrawn)
        .group_by(of.uai)
    )


def _actions() -> Select[Any]:
    of = actions.c
    return (
        select(of.uai, func.count().label("many"))
        .where(of.planned_on.between(FIRST, LAST), of.status == "held")
        .group_by(of.uai)
    )


def _new_hosts() -> Select[Any]:
    """Sites by the first week they have a pupil of the lycée in: a stay that was taken back has none."""
    of = hostings.c
    first = (
        select(of.uai, func.min(of.week).label("week"))
        .where(of.seats > 0)
        .group_by(of.uai, of.site_key)
        .subquery("first_weeks")
    )
    weeks = bindparam("first_week", type_=Text), bindparam("last_week", type_=Text)
    return (
        select(first.c.uai, func.count().label("many"))
        .where(first.c.week.between(*weeks))
        .group_by(first.c.uai)
    )


def _by_lycee(rows: Sequence[Any]) -> Mapping[str, int]:
    return {row.uai: row.many for row in rows}


_COUNTED: Mapping[CampaignMeasure, Reading[Mapping[str, int]]] = {
    CampaignMeasure.EXCHANGES: Reading(_exchanges(), _by_lycee),
    CampaignMeasure.ACTIONS: Reading(_actions(), _by_lycee),
    CampaignMeasure.NEW_HOSTS: Reading(_new_hosts(), _by_lycee),
}


def _campaign(row: Any, targets: Mapping[str, int]) -> Campaign:
    return Campaign(
        row.campaign_id,
        CampaignMeasure(row.measure),
        frozenset(row.mefs),
        row.from_on,
        row.until_on,
        row.stays_from,
        row.stays_until,
        targets,
        row.over,
    )
