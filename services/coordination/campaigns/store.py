"""Campaigns as they are written, with what each lycée is asked for and what bureaux wrote."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import Mef, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.model import Campaign, CampaignDetails, CampaignStatus, Comment
from services.coordination.campaigns.tables import (
    campaign_comments,
    campaign_targets,
    campaigns,
)

_TEXTS = ("title", "text", "from_on", "until_on", "stays_from", "stays_until")
_STATES = ("opened_at", "closed_at", "closing", "changed_at", "version")


class Campaigns:
    """Campaigns of the department; of what each lycée is asked for, what the scope sees."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, campaign: Campaign) -> None:
        """Record a campaign, and whom it asks."""
        values = {"campaign_id": campaign.id, **_values(campaign)}
        await self._uow.execute(insert(campaigns).values(values))
        await self._ask(campaign)

    async def get(self, campaign_id: UUID) -> Campaign:
        """A campaign; of a draft nobody knows but who sees the whole department. Raises NotFound."""
        return await self._one(campaign_id)

    async def get_for_update(self, campaign_id: UUID) -> Campaign:
        """A campaign that nobody else changes until the commit. Raises NotFound."""
        return await self._one(campaign_id, changing=True)

    async def save(self, campaign: Campaign) -> None:
        """Record what changed, and whom it asks now."""
        await self._uow.execute(
            update(campaigns)
            .where(campaigns.c.campaign_id == campaign.id)
            .values(**_values(campaign))
        )
        await self._uow.execute(
            delete(campaign_targets).where(campaign_targets.c.campaign_id == campaign.id)
        )
        await self._ask(campaign)

    async def _ask(self, campaign: Campaign) -> None:
        for uai, target in campaign.details.targets.items():
            await self._uow.execute(
                insert(campaign_targets).values(uai=uai, campaign_id=campaign.id, target=target)
            )

    async def _one(self, campaign_id: UUID, *, changing: bool = False) -> Campaign:
        statement = select(campaigns).where(campaigns.c.campaign_id == campaign_id)
        row = (
            await self._uow.execute(statement.with_for_update() if changing else statement)
        ).first()
        hidden = (CampaignStatus.DRAFT, CampaignStatus.WITHDRAWN)
        if row is None or (row.status in hidden and not self._uow.scope.department_wide):
            raise NotFound
        asked = select(campaign_targets).where(campaign_targets.c.campaign_id == campaign_id)
        rows = await self._uow.execute(asked.order_by(campaign_targets.c.uai))
        return campaign_of(row, {Uai(one.uai): one.target for one in rows})


class Comments:
    """What bureaux wrote of campaigns, as far as the scope sees it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, campaign_id: UUID) -> Sequence[Comment]:
        """Comments of a campaign, oldest first."""
        statement = (
            select(campaign_comments)
            .where(
                campaign_comments.c.campaign_id == campaign_id,
                campaign_comments.c.withdrawn_at.is_(None),
            )
            .order_by(campaign_comments.c.at, campaign_comments.c.comment_id)
        )
        return [
            Comment(row.comment_id, Uai(row.uai), row.text, row.at)
            for row in await self._uow.execute(statement)
        ]

    async def add(self, campaign_id: UUID, comment: Comment) -> None:
        """Keep one."""
        await self._uow.execute(
            insert(campaign_comments).values(
                uai=comment.uai,
                comment_id=comment.id,
                campaign_id=campaign_id,
                text=comment.text,
                at=comment.at,
            )
        )

    async def show(
        self, campaign_id: UUID, comment_id: UUID, *, withdrawn_at: datetime | None
    ) -> None:
        """Show one no more, or again. Raises NotFound for another's."""
        done = await self._uow.execute(
            update(campaign_comments)
            .where(
                campaign_comments.c.campaign_id == campaign_id,
                campaign_comments.c.comment_id == comment_id,
            )
            .values(withdrawn_at=withdrawn_at)
            .returning(campaign_comments.c.comment_id)
        )
        if done.first() is None:
            raise NotFound


def campaign_of(row: Any, targets: Mapping[Uai, int]) -> Campaign:
    """A campaign as it is kept."""
    details = CampaignDetails(
        measure=CampaignMeasure(row.measure),
        mefs=tuple(map(Mef, row.mefs)),
        targets=targets,
        **{name: getattr(row, name) for name in _TEXTS},
    )
    states = {name: getattr(row, name) for name in _STATES}
    return Campaign(row.campaign_id, details, status=CampaignStatus(row.status), **states)


def _values(campaign: Campaign) -> dict[str, Any]:
    details = campaign.details
    return {
        **{name: getattr(details, name) for name in _TEXTS},
        **{name: getattr(campaign, name) for name in _STATES},
        "measure": details.measure.value,
        "mefs": list(details.mefs),
        "status": campaign.status.value,
    }
