"""Commands of campaigns: drafted, opened, changed, closed by the supervisor, commented by the bureaux."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from contracts.coordination.campaigns import (
    CampaignChangedV1,
    CampaignClosedV1,
    CampaignCommentedV1,
    CampaignFollowedV1,
    CampaignId,
    CampaignMeasure,
    CampaignOpenedV1,
    CampaignStep,
    CampaignTargetId,
    CampaignTargetStatedV1,
)
from contracts.identifiers import Uai
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.model import (
    Campaign,
    CampaignDetails,
    CampaignStatus,
    Comment,
    NotAsked,
)
from services.coordination.campaigns.store import Campaigns, Comments
from services.coordination.news.model.calendar import local_date

TARGET_JOB = "campaign-target"
Told = type[CampaignOpenedV1 | CampaignChangedV1 | CampaignClosedV1]


async def draft_campaign(uow: UnitOfWork, *, details: CampaignDetails, now: datetime) -> UUID:
    """Prepare a campaign (brouillon de campagne) and return its id. Raises EndsBeforeItBegins, StaysMissing."""
    details.check()
    campaign = Campaign(uow.new_id(), details, now)
    await Campaigns(uow).add(campaign)
    return campaign.id


async def change_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, version: int, details: CampaignDetails, now: datetime
) -> None:
    """Ask for something else (campagne modifiée); those it concerns are told. Raises NotFound, StaleVersion,
    CampaignMoved, EndsBeforeItBegins, StaysMissing, NobodyAsked.
    """
    before = await Campaigns(uow).get_for_update(campaign_id)
    changed = before.changed(version, details, now=now)
    await Campaigns(uow).save(changed)
    if changed.status is CampaignStatus.OPEN:
        _publish(uow, CampaignChangedV1, changed, now=now)
        steps = _steps(before.details, changed.details)
        _tell(uow, changed, steps, now=now)
        await _plan_targets(uow, changed, steps, now=now)


async def open_campaign(uow: UnitOfWork, *, campaign_id: UUID, version: int, now: datetime) -> None:
    """Launch a campaign (campagne lancée). Raises NotFound, StaleVersion, CampaignMoved, NobodyAsked,
    CampaignAlreadyOver.
    """
    draft = await Campaigns(uow).get_for_update(campaign_id)
    opened = draft.opened(version, today=local_date(now), now=now)
    await Campaigns(uow).save(opened)
    _publish(uow, CampaignOpenedV1, opened, now=now)
    _tell(uow, opened, dict.fromkeys(opened.details.targets, CampaignStep.OPENED), now=now)
    await _plan_targets(uow, opened, opened.details.targets, now=now)


async def state_target(uow: UnitOfWork, *, campaign_id: UUID, now: datetime) -> None:
    """Say, in the name of the lycée whose turn it is, what is asked of it now. Raises NotFound."""
    campaign = await Campaigns(uow).get(campaign_id)
    lycee = uow.writing_for()
    told = CampaignTargetStatedV1(
        target_id=CampaignTargetId(uuid5(campaign_id, lycee)),
        campaign_id=CampaignId(campaign_id),
        target=campaign.details.targets.get(lycee),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=campaign.version, uai=lycee)


async def close_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, version: int, closing: str | None, now: datetime
) -> None:
    """Close a campaign (campagne close) with what came of it. Raises NotFound, StaleVersion, CampaignMoved."""
    before = await Campaigns(uow).get_for_update(campaign_id)
    closed = before.closed(version, closing, now=now)
    await Campaigns(uow).save(closed)
    _publish(uow, CampaignClosedV1, closed, now=now)
    _tell(uow, closed, dict.fromkeys(closed.details.targets, CampaignStep.CLOSED), now=now)


async def reopen_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, version: int, now: datetime
) -> None:
    """Take back that a campaign is over. Raises NotFound, StaleVersion, CampaignMoved."""
    before = await Campaigns(uow).get_for_update(campaign_id)
    opened = before.reopened(version, now=now)
    await Campaigns(uow).save(opened)
    _publish(uow, CampaignOpenedV1, opened, now=now)
    _tell(uow, opened, dict.fromkeys(opened.details.targets, CampaignStep.OPENED), now=now)


async def withdraw_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, version: int, now: datetime
) -> None:
    """Give a draft up. Raises NotFound, StaleVersion, CampaignMoved."""
    draft = await Campaigns(uow).get_for_update(campaign_id)
    await Campaigns(uow).save(draft.withdrawn(version, now=now))


async def restore_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, version: int, now: datetime
) -> None:
    """Take a draft up again. Raises NotFound, StaleVersion, CampaignMoved."""
    draft = await Campaigns(uow).get_for_update(campaign_id)
    await Campaigns(uow).save(draft.restored(version, now=now))


async def comment_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, text: str, uai: Uai | None = None, now: datetime
) -> None:
    """Say what a bureau meets. Raises NotFound, NotAsked, LyceeNotChosen."""
    campaign = await Campaigns(uow).get(campaign_id)
    lycee = uow.writing_for(uai)
    if lycee not in campaign.details.targets:
        raise NotAsked
    await Comments(uow).add(campaign_id, Comment(uow.new_id(), lycee, text, now))
    told = CampaignCommentedV1(campaign_id=CampaignId(campaign_id), occurred_on=local_date(now))
    uow.publish(told, version=campaign.version, uai=lycee)


async def uncomment_campaign(
    uow: UnitOfWork, *, campaign_id: UUID, comment_id: UUID, now: datetime
) -> None:
    """Take a comment back. Raises NotFound."""
    await Comments(uow).show(campaign_id, comment_id, withdrawn_at=now)


async def restore_campaign_comment(uow: UnitOfWork, *, campaign_id: UUID, comment_id: UUID) -> None:
    """Put back a comment that was taken back. Raises NotFound."""
    await Comments(uow).show(campaign_id, comment_id, withdrawn_at=None)


def _steps(before: CampaignDetails, now: CampaignDetails) -> Mapping[Uai, CampaignStep]:
    """What each lycée hears of a change; whom nothing changed for hears nothing."""
    found: dict[Uai, CampaignStep] = {}
    for uai in now.targets.keys() - before.targets.keys():
        found[uai] = CampaignStep.OPENED
    for uai in before.targets.keys() - now.targets.keys():
        found[uai] = CampaignStep.RELEASED
    for uai in before.targets.keys() & now.targets.keys():
        if _asked(before, uai) != _asked(now, uai):
            found[uai] = CampaignStep.CHANGED
    return dict(sorted(found.items()))


def _asked(details: CampaignDetails, uai: Uai) -> tuple[object, ...]:
    """What one lycée is asked for; words about it, and what is not counted, are no other request."""
    days = (details.from_on, details.until_on)
    stays = (details.stays_from, details.stays_until) if details.of_stays else ()
    mefs = details.mefs if details.measure is CampaignMeasure.PLACES else ()
    return details.measure, mefs, days, stays, details.targets[uai]


def _publish(uow: UnitOfWork, event: Told, campaign: Campaign, *, now: datetime) -> None:
    details = campaign.details
    told = event(
        campaign_id=CampaignId(campaign.id),
        measure=details.measure,
        mefs=details.mefs,
        from_on=details.from_on,
        until_on=details.until_on,
        stays_from=details.stays_from if details.of_stays else None,
        stays_until=details.stays_until if details.of_stays else None,
        occurred_on=local_date(now),
    )
    uow.publish(told, version=campaign.version, uai=uow.department_uai)


async def _plan_targets(
    uow: UnitOfWork, campaign: Campaign, lycees: Iterable[Uai], *, now: datetime
) -> None:
    """Before the department each lycée speaks for itself: in a transaction of its own."""
    for uai in lycees:
        key = f"{campaign.id} {campaign.version}"
        await uow.schedule(TARGET_JOB, key=key, due_at=now, uai=uai)


def _tell(
    uow: UnitOfWork, campaign: Campaign, steps: Mapping[Uai, CampaignStep], *, now: datetime
) -> None:
    for uai, step in steps.items():
        told = CampaignFollowedV1(
            campaign_id=CampaignId(campaign.id), step=step, occurred_on=local_date(now)
        )
        publish_decision(uow, told, lycee=uai, version=campaign.version)
