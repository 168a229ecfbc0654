"""Whoever stopped the mails of all lycées by the link of one of them wants them again."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing, OwnSite
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.store.mailings import Mailings


async def accept_mails(
    uow: UnitOfWork,
    *,
    recipient_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Have lycées write again to the address the mail went to. Raises NotFound, TooMuchDone."""
    letter, stops = await Mailings(uow).recipient(recipient_id), MailStops(uow)
    if letter.mail_digest is None or letter.site_id is None:
        raise NotFound
    if await stops.holds(letter.mail_digest):
        await stops.allow(letter.mail_digest)
        where = OwnSite(letter.uai, letter.company_id, letter.site_id)
        await note_doing(uow, page=where, what=Doing.MAILS_ALLOWED)
