"""A company asks on its page to be left alone for a while."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import OWN_REASONS, Doing, PauseReasonNotOwn
from services.partnerships.host_pages.store import HostPages
from services.partnerships.pauses.commands import pause_site, resume_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.pauses.store import Pauses


async def ask_own_pause(
    uow: UnitOfWork, *, page_id: UUID, until_on: date, reason: PauseReason, now: datetime
) -> None:
    """Pause the company's own site (pause demandée par l’entreprise), until another day if it is.

    Raises NotFound, HostPageOver, TooMuchDone, PauseReasonNotOwn, PauseTooLong.
    """
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    if reason not in OWN_REASONS:
        raise PauseReasonNotOwn(field="reason")
    if await Pauses(uow).of(page.uai, page.site_id, by_company=True):
        await resume_site(uow, site_id=page.site_id, uai=page.uai, by_company=True, now=now)
    pause_id = await pause_site(
        uow,
        company_id=page.company_id,
        site_id=page.site_id,
        until_on=until_on,
        reason=reason,
        uai=page.uai,
        by_company=True,
        now=now,
    )
    await note_doing(uow, page=page, what=Doing.PAUSED, about=pause_id, until_on=until_on)
