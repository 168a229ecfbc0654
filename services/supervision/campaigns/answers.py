"""What a notice says before a campaign ends: what is asked of the lycée, and how far it is that day."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from contracts.notices import NoticeFacts, NoticeLine
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.supervision.base.today import today_of
from services.supervision.campaigns.labels import MEASURES, counted
from services.supervision.campaigns.model import Campaign, Progress
from services.supervision.campaigns.queries import read_campaigns, read_progress
from services.supervision.campaigns.tables import campaign_reached, campaign_reminders


async def reminders(uow: UnitOfWork, about: Collection[UUID]) -> Mapping[UUID, NoticeFacts]:
    """Reminders of a campaign: they stand while it runs until that day, and something misses."""
    wanted = select(campaign_reminders).where(campaign_reminders.c.reminder_id.in_(list(about)))
    rows = (await uow.execute(wanted)).all()
    campaigns = {one.id: one for one in await read_campaigns(uow, {r.campaign_id for r in rows})}
    found: dict[UUID, NoticeFacts] = {}
    for row in rows:
        campaign = campaigns.get(row.campaign_id)
        if campaign is None or row.uai not in campaign.targets:
            continue
        lines = await read_progress(uow, campaign)
        own = next(one for one in lines if one.uai == row.uai)
        still = campaign.until_on == row.until_on and not campaign.over
        found[row.reminder_id] = _facts(uow, campaign, own, still=still)
    return found


def _facts(uow: UnitOfWork, campaign: Campaign, own: Progress, *, still: bool) -> NoticeFacts:
    title = MEASURES[campaign.measure]
    until = date_fr(campaign.until_on, weekday=False)
    lines = (
        ("Ce qui est compté", title),
        ("Jusqu’au", until),
        ("Pour votre lycée", counted(own.told, own.target)),
    )
    return NoticeFacts(
        standing=still and bool(own.missing) and today_of(uow) <= campaign.until_on,
        object=f"{title}, d’ici le {until}",
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/campagnes/{campaign.id}",
    )


async def reached(uow: UnitOfWork, about: Collection[UUID]) -> Mapping[UUID, NoticeFacts]:
    """Targets reached: they stand while the campaign runs, the target is the same, and nothing was taken back."""
    wanted = select(campaign_reached).where(campaign_reached.c.reached_id.in_(list(about)))
    rows = (await uow.execute(wanted)).all()
    campaigns = {one.id: one for one in await read_campaigns(uow, {r.campaign_id for r in rows})}
    found: dict[UUID, NoticeFacts] = {}
    for row in rows:
        campaign = campaigns.get(row.campaign_id)
        if campaign is None or row.uai not in campaign.targets:
            continue
        own = next(one for one in await read_progress(uow, campaign) if one.uai == row.uai)
        still = not campaign.over and own.target == row.target and bool(own.reached)
        title = MEASURES[campaign.measure]
        lines = (
            ("Lycée", own.lycee),
            ("Ce qui est compté", title),
            ("Trouvé", counted(own.told, own.target)),
        )
        found[row.reached_id] = NoticeFacts(
            standing=still,
            object=title,
            lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
            path=f"/campagnes/{campaign.id}",
        )
    return found
