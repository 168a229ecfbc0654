"""The job that says what a campaign asks of a lycée, in the name of that lycée."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.campaigns.commands import TARGET_JOB, state_target


@timed.job(TARGET_JOB)
async def say_what_is_asked(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is the campaign, and the version that asks otherwise."""
    campaign_id, _, _ = key.partition(" ")
    await state_target(uow, campaign_id=UUID(campaign_id), now=now)
