"""A pause is over."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PauseId, SiteId, Uai
from contracts.partnerships.pressure import SiteResumedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pauses.model import NotPaused
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
