"""Campaigns as they are listed: those under way, drafts, and those that are over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, select, tuple_

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.model import Campaign, CampaignStatus
from services.coordination.campaigns.store import campaign_of
from services.coordination.campaigns.tables import campaign_targets, campaigns

C, T = campaigns.c, campaign_targets.c
PER_PAGE = 20
SHOWN = 5
"""Campaigns the home page shows; the list has the others."""


@dataclass(frozen=True)
class OverPage:
    """Campaigns that are over, and before which one the next page begins."""

    items: Sequence[Campaign]
    before: UUID | None


@dataclass(frozen=True)
class UnderWay:
    """A campaign as the home page shows it."""

    id: UUID
    title: str
    measure: CampaignMeasure
    until_on: date


async def read_open(uow: UnitOfWork) -> Sequence[Campaign]:
    """Campaigns under way, the first to end first."""
    return await _with_targets(uow, C.status == CampaignStatus.OPEN.value)


async def read_drafts(uow: UnitOfWork) -> Sequence[Campaign]:
    """Drafts, for who may launch them."""
    return await _with_targets(uow, C.status == CampaignStatus.DRAFT.value)


async def read_closed(uow: UnitOfWork, *, before: UUID | None = None) -> OverPage:
    """Campaigns that are over, the last one first."""
    statement = (
        select(campaigns)
        .where(C.status == CampaignStatus.CLOSED.value)
        .order_by(C.closed_at.desc(), C.campaign_id.desc())
        .limit(PER_PAGE + 1)
    )
    if before is not None:
        last = select(C.closed_at, C.campaign_id).where(C.campaign_id == before)
        statement = statement.where(tuple_(C.closed_at, C.campaign_id) < last.scalar_subquery())
    rows = list(await uow.execute(statement))
    asked = await _targets(uow, [row.campaign_id for row in rows])
    items = [campaign_of(row, asked.get(row.campaign_id, {})) for row in rows[:PER_PAGE]]
    return OverPage(items, items[-1].id if len(rows) > PER_PAGE else None)


async def read_some(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, Campaign]:
    """Campaigns with these ids."""
    found = await _with_targets(uow, C.campaign_id == any_(bindparam("ids", ids, ARRAY(Uuid))))
    return {one.id: one for one in found}


async def _with_targets(uow: UnitOfWork, which: ColumnElement[bool]) -> Sequence[Campaign]:
    statement = select(campaigns).where(which).order_by(C.until_on, C.campaign_id)
    rows = list(await uow.execute(statement))
    asked = await _targets(uow, [row.campaign_id for row in rows])
    return [campaign_of(row, asked.get(row.campaign_id, {})) for row in rows]


async def _targets(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[Uai, int]]:
    statement = select(campaign_targets).where(
        T.campaign_id == any_(bindparam("of", ids, ARRAY(Uuid)))
    )
    found: dict[UUID, dict[Uai, int]] = {}
    for row in await uow.execute(statement.order_by(T.uai)):
        found.setdefault(row.campaign_id, {})[Uai(row.uai)] = row.target
    return found


def _under_way(rows: Rows) -> Sequence[UnderWay]:
    return [
        UnderWay(row.campaign_id, row.title, CampaignMeasure(row.measure), row.until_on)
        for row in rows
    ]


_OPEN: Any = (
    select(C.campaign_id, C.title, C.measure, C.until_on)
    .where(C.status == CampaignStatus.OPEN.value)
    .order_by(C.until_on, C.campaign_id)
    .limit(SHOWN)
)
OF_THE_SUPERVISOR = Reading(_OPEN, _under_way)
"""Those under way."""
OF_A_BUREAU = Reading(
    _OPEN.where(
        select(T.uai)
        .where(T.campaign_id == C.campaign_id, T.uai == any_(bindparam("own", type_=ARRAY(Text))))
        .exists()
    ),
    _under_way,
)
"""Those that ask something of the lycée."""
