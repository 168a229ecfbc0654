"""Saying to lycées under their target that a campaign ends within a week: once for each end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.supervision.campaigns import (
    CampaignReachedId,
    CampaignReminderId,
    CampaignReminderStatedV1,
    CampaignTargetReachedV1,
)
from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.today import today_of
from services.supervision.campaigns.model import ends_soon, next_morning
from services.supervision.campaigns.queries import read_progress, read_running
from services.supervision.campaigns.tables import campaign_reached, campaign_reminders

LOOK, BEHIND, REACHED = "campaigns", "campaign-behind", "campaign-reached"


async def plan_campaigns(uow: UnitOfWork, *, now: datetime) -> None:
    """Have campaigns looked at in the morning; asking again changes nothing."""
    due_at = next_morning(now)
    await uow.schedule(LOOK, key=due_at.date().isoformat(), due_at=due_at)


async def remind_of_campaigns(uow: UnitOfWork, *, now: datetime) -> None:
    """Have each lycée under its target told (campagne à poursuivre), and the supervisor of who reached it.

    On working days alone. The first such morning of the last week; one that was missed is made up for the next day. Of what
    was not told nothing is said.
    """
    today = today_of(uow)
    if not is_working_day(today):
        return
    for campaign in await read_running(uow):
        soon = ends_soon(campaign, today)
        for one in await read_progress(uow, campaign):
            if one.reached:
                key = f"{campaign.id} {one.target}"
                await uow.schedule(REACHED, key=key, due_at=now, uai=Uai(one.uai))
            elif soon and one.missing:
                key = f"{campaign.id} {campaign.until_on.isoformat()}"
                # Each in a transaction that speaks for that lycée.
                await uow.schedule(BEHIND, key=key, due_at=now, uai=Uai(one.uai))


async def state_behind(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Say it in the name of the lycée whose turn it is, unless it was said for this end."""
    campaign_id, _, until = key.partition(" ")
    until_on = date.fromisoformat(until)
    reminder_id = uow.new_id()
    added = (
        insert(campaign_reminders)
        .values(
            uai=uow.uai,
            reminder_id=reminder_id,
            campaign_id=UUID(campaign_id),
            until_on=until_on,
            told_at=now,
        )
        .on_conflict_do_nothing(index_elements=["uai", "campaign_id", "until_on"])
        .returning(campaign_reminders.c.reminder_id)
    )
    if (await uow.execute(added)).first() is None:
        return
    uow.publish(
        CampaignReminderStatedV1(
            reminder_id=CampaignReminderId(reminder_id),
            until_on=until_on,
            occurred_on=today_of(uow),
        )
    )


async def state_reached(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Say in the name of a lycée that it found all it is asked for, unless that was said of this target."""
    campaign_id, _, target = key.partition(" ")
    reached_id = uow.new_id()
    added = (
        insert(campaign_reached)
        .values(
            uai=uow.uai,
            reached_id=reached_id,
            campaign_id=UUID(campaign_id),
            target=int(target),
            told_at=now,
        )
        .on_conflict_do_nothing(index_elements=["uai", "campaign_id", "target"])
        .returning(campaign_reached.c.reached_id)
    )
    if (await uow.execute(added)).first() is None:
        return
    uow.publish(
        CampaignTargetReachedV1(reached_id=CampaignReachedId(reached_id), occurred_on=today_of(uow))
    )
