"""A company ends on its page the pause it asked for."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing
from services.partnerships.host_pages.store import HostPages
from services.partnerships.pauses.commands import resume_site


async def end_own_pause(uow: UnitOfWork, *, page_id: UUID, now: datetime) -> None:
    """End the company's own pause; a lycée's stays.

    Raises NotFound, HostPageOver, TooMuchDone, NotPaused.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    await resume_site(uow, site_id=page.site_id, uai=page.uai, by_company=True, now=now)
    await note_doing(uow, page=page, what=Doing.RESUMED)
