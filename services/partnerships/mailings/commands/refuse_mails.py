"""Whoever got a mail that went to many companies wants no mail any more, of any lycée."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing, OwnSite
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.store.mailings import Mailings


async def refuse_mails(uow: UnitOfWork, *, recipient_id: UUID, now: datetime) -> None:
    """Have no lycée write to the address the mail went to (plus de courriels). Raises NotFound."""
    letter, stops = await Mailings(uow).recipient(recipient_id), MailStops(uow)
    if letter.mail_digest is None or letter.site_id is None:
        raise NotFound
    if not await stops.holds(letter.mail_digest):
        await stops.stop(letter.mail_digest, now=now)
        where = OwnSite(letter.uai, letter.company_id, letter.site_id)
        await note_doing(uow, page=where, what=Doing.MAILS_STOPPED)
