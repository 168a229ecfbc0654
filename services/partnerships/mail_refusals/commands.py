"""Commands of whoever got a mail with a link to stop them: no mail any more, of any lycée, or mails again."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing
from services.partnerships.mail_refusals.store import StopLink, stop_place
from services.partnerships.mail_stops.store import MailStops


async def refuse_mails(uow: UnitOfWork, *, link: StopLink, now: datetime) -> None:
    """Have no lycée write to the address the mail went to (plus de courriels). Raises NotFound."""
    place, stops = await stop_place(uow, link), MailStops(uow)
    if not await stops.holds(place.mail_digest):
        await stops.stop(place.mail_digest, now=now)
        await note_doing(uow, page=place.site, what=Doing.MAILS_STOPPED)


async def accept_mails(
    uow: UnitOfWork,
    *,
    link: StopLink,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Have lycées write again to the address the mail went to. Raises NotFound, TooMuchDone."""
    place, stops = await stop_place(uow, link), MailStops(uow)
    if await stops.holds(place.mail_digest):
        await stops.allow(place.mail_digest)
        await note_doing(uow, page=place.site, what=Doing.MAILS_ALLOWED)
