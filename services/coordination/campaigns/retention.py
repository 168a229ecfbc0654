"""How long campaigns that are over, and drafts nobody launched, are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.privacy.retention.chassis_rules import aged
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.model import CampaignStatus
from services.coordination.campaigns.tables import campaign_comments, campaign_targets, campaigns

KEPT = timedelta(days=5 * 365)
DRAFTS_KEPT = timedelta(days=365)
COMMENTS_KEPT = timedelta(days=30)
"""What a bureau took back: long enough to put it back."""
C = campaigns.c


async def over(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Campaigns that were closed five years ago."""
    old = (C.status == CampaignStatus.CLOSED.value) & (C.closed_at < now - KEPT)
    return await _due(uow, old, limit)


async def given_up(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Drafts that were withdrawn a year ago."""
    old = (C.status == CampaignStatus.WITHDRAWN.value) & (C.changed_at < now - DRAFTS_KEPT)
    return await _due(uow, old, limit)


async def _due(uow: UnitOfWork, old: Any, limit: int) -> Sequence[Due]:
    statement = select(C.campaign_id, C.title).where(old).order_by(C.changed_at).limit(limit)
    return [Due(row.campaign_id, row.title) for row in await uow.execute(statement)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The campaign, with what was asked and written."""
    for table in (campaign_comments, campaign_targets, campaigns):
        await uow.execute(delete(table).where(table.c.campaign_id.in_(ids)))
    return ids


RULES = (
    Rule("campaigns", "Campagnes closes", "5 ans", over, remove, shared=True),
    Rule(
        "campaign_drafts", "Brouillons de campagne retirés", "1 an", given_up, remove, shared=True
    ),
    aged(
        "campaign_comments",
        "Commentaires de campagne retirés",
        of=campaign_comments,
        key="comment_id",
        since="withdrawn_at",
        kept=COMMENTS_KEPT,
        period="30 jours après le retrait",
        shared=False,
    ),
)
