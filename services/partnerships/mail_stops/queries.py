"""Whether somebody wants no mail."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.sharing.store import Objections


async def is_stopped(uow: UnitOfWork, details: ContactDetails | None) -> bool:
    """Whether a contact objected, or its address wants no mail; False where it has none."""
    if details is None or details.mail is None:
        return False
    objection = await Objections(uow).of(details)
    return objection is not None or bool(await MailStops(uow).stopped([details.mail]))
