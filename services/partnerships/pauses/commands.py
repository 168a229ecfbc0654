"""Commands of a pause of a site: begun, ended by a bureau, ended by the company."""

from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import PauseId, SiteId, Uai
from contracts.partnerships.pressure import SitePausedV1, SiteResumedV1
from services.chassis.unit_of_work.nightly_jobs import AT_NIGHT, PARIS
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.pauses.model import (
    AlreadyPaused,
    NotPaused,
    Pause,
    PauseReason,
    check_until,
)
from services.partnerships.pauses.store import Pauses


async def resume_site(
    uow: UnitOfWork,
    *,
    site_id: UUID,
    uai: Uai | None = None,
    by_company: bool = False,
    now: datetime,
) -> None:
    """End the lycée's pause of a site (reprise), or the company's; why it was is forgotten.

    Raises NotPaused.
    """
    lycee = uow.writing_for(uai)
    pauses = Pauses(uow)
    pause = await pauses.of(lycee, site_id, by_company=by_company)
    if pause is None:
        raise NotPaused
    await pauses.remove(pause)
    resumed = SiteResumedV1(
        pause_id=PauseId(pause.id),
        site_id=SiteId(site_id),
        site_key=pause.site_key,
        occurred_on=local_date(now),
    )
    uow.publish(resumed, version=2, uai=lycee)


async def end_pause(uow: UnitOfWork, *, site_id: UUID, pause_id: UUID, now: datetime) -> None:
    """End a pause, unless it was ended or asked for anew meanwhile."""
    for by_company in (False, True):
        pause = await Pauses(uow).of(uow.writing_for(), site_id, by_company=by_company)
        if pause is not None and pause.id == pause_id:
            await resume_site(uow, site_id=site_id, by_company=by_company, now=now)


JOB = "end_pause"


async def pause_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    until_on: date,
    reason: PauseReason,
    details: str | None = None,
    uai: Uai | None = None,
    by_company: bool = False,
    now: datetime,
) -> UUID:
    """Pause a site (pause demandée) until the day it is looked at again; told without a reason.

    Returns the pause's id. Raises NotFound, PauseTooLong, AlreadyPaused, LyceeNotChosen.
    """
    lycee, today = uow.writing_for(uai), local_date(now)
    check_until(until_on, today)
    site = (await Companies(uow).get_for_update(company_id)).site(site_id)
    pauses = Pauses(uow)
    if await pauses.of(lycee, site_id, by_company=by_company):
        raise AlreadyPaused
    dates = (today, until_on)
    pause = Pause(uow.new_id(), lycee, "", site_id, site.key, *dates, reason, details, by_company)
    await pauses.add(pause)
    ends = datetime.combine(until_on + timedelta(days=1), AT_NIGHT, tzinfo=PARIS)
    await Acquaintances(uow).add_all(lycee, {(company_id, site_id)})
    await uow.schedule(JOB, key=f"{site_id}:{pause.id}", due_at=ends, uai=lycee)
    paused = SitePausedV1(
        pause_id=PauseId(pause.id),
        site_id=SiteId(site_id),
        site_key=site.key,
        until_on=until_on,
        occurred_on=today,
    )
    uow.publish(paused, version=1, uai=lycee)
    return pause.id
