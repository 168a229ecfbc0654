"""The day of review of a pause has passed."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.pauses.commands.resume_site import resume_site
from services.partnerships.pauses.store import Pauses


async def end_pause(uow: UnitOfWork, *, site_id: UUID, pause_id: UUID, now: datetime) -> None:
    """End a pause, unless it was ended or asked for anew meanwhile."""
    for by_company in (False, True):
        pause = await Pauses(uow).of(uow.writing_for(), site_id, by_company=by_company)
        if pause is not None and pause.id == pause_id:
            await resume_site(uow, site_id=site_id, by_company=by_company, now=now)
