"""Campaigns as the tests speak of them."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts.coordination.campaigns import CampaignMeasure
from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.coordination.base.reactions import timed
from services.coordination.campaigns.commands import draft_campaign, open_campaign
from services.coordination.campaigns.model import Campaign, CampaignDetails
from services.coordination.campaigns.store import Campaigns
from services.coordination.objectives.commands import set_objective
from services.coordination.objectives.model import Wanted
from services.coordination.service import SERVICE
from tests.coordination.world import NOW, Somebody
from tests.support.services import ServiceDatabases

SaysTargets = Callable[[], Awaitable[None]]
FROM, UNTIL = date(2026, 11, 23), date(2026, 12, 18)
YEAR = SchoolYear("2026-2027")


def details(targets: Mapping[Uai, int], **more: Any) -> CampaignDetails:
    """Exchanges before the holidays."""
    asked: dict[str, Any] = {
        "title": "Trente échanges avant les vacances",
        "text": "Appelez les entreprises de Caussade.",
        "measure": CampaignMeasure.EXCHANGES,
        "from_on": FROM,
        "until_on": UNTIL,
    }
    return CampaignDetails(**{**asked, **more}, targets=targets)


async def a_draft(dsden: Somebody, targets: Mapping[Uai, int], **more: Any) -> UUID:
    return await dsden.do(draft_campaign, details=details(targets, **more), now=dsden.later())


async def a_campaign(dsden: Somebody, targets: Mapping[Uai, int], **more: Any) -> UUID:
    """One that is under way."""
    campaign_id = await a_draft(dsden, targets, **more)
    await dsden.do(open_campaign, campaign_id=campaign_id, version=1, now=dsden.later())
    return campaign_id


async def seen(who: Somebody, campaign_id: UUID) -> Campaign:
    async def get(uow: UnitOfWork) -> Campaign:
        return await Campaigns(uow).get(campaign_id)

    return await who.do(get)


async def does(dsden: Somebody, command: Any, campaign_id: UUID, **more: Any) -> None:
    version = (await seen(dsden, campaign_id)).version
    await dsden.do(command, campaign_id=campaign_id, version=version, **more, now=dsden.later())


async def sets_an_objective(
    dsden: Somebody,
    owner: Uai,
    target: int = 90,
    indicator: ObjectiveIndicator = ObjectiveIndicator.COVERAGE_RATE,
    version: int | None = None,
) -> UUID:
    return await dsden.do(
        set_objective,
        wanted=Wanted(owner, YEAR, indicator),
        target=target,
        note=None,
        version=version,
        now=dsden.later(),
    )


def says_what_is_due(units: UnitsOfWork, databases: ServiceDatabases) -> SaysTargets:
    async def run() -> None:
        dsn = databases.kept(SERVICE.name).relay_dsn
        while await run_due_work(timed, units, dsn, NOW + timedelta(hours=1)):
            pass

    return run
