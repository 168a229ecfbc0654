"""Saying to lycées under their target that a campaign ends within a week: once for each end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.supervision.campaigns import CampaignReminderId, CampaignReminderStatedV1
from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.today import today_of
from services.supervision.campaigns.model import ends_soon, next_morning
from services.supervision.campaigns.queries import read_progress, read_running
from services.supervision.campaigns.tables import campaign_reminders

LOOK, BEHIND = "campaigns", "campaign-behind"


async def plan_campaigns(uow: UnitOfWork, *, now: datetime) -> None:
    """Have campaigns looked at in the morning; asking again changes nothing."""
    due_at = next_morning(now)
    await uow.schedule(LOOK, key=due_at.date().isoformat(), due_at=due_at)


async def remind_of_campaigns(uow: UnitOfWork, *, now: datetime) -> None:
    """Have each lycée under its target told (campagne à poursuivre), on working days alone.

    The first such morning of the last week; one that was missed is made up for the next day. Of what
    was not told nothing is said.
    """
    today = today_of(uow)
    if not is_working_day(today):
        return
    for campaign in await read_running(uow):
        if not ends_soon(campaign, today):
            continue
        for one in await read_progress(uow, campaign):
            if one.missing:
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
