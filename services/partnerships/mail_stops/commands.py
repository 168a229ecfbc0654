"""Commands of addresses a mail came back from: noted, tried again."""

from datetime import datetime
from uuid import UUID

from contracts.notifications.mails import MailReturnReason
from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.mail_stops.model import MailReturn
from services.partnerships.mail_stops.store import MailStops


class NothingCameBack(Conflict):
    """Mails go to this address already."""

    code = "nothing-came-back"
    title = "Les courriels partent déjà à cette adresse."


async def note_mail_return(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    contact_version: int,
    reason: MailReturnReason,
    now: datetime,
) -> bool:
    """Note that a mail came back from the address of a contact (courriel revenu).

    Returns whether the bureau does not know it yet. A contact who was forgotten or corrected since
    the mail was written is left alone: nobody knows that it was written to this address.
    """
    contact = await Contacts(uow).find(contact_id)
    if contact is None or contact.details.mail is None or contact.version != contact_version:
        return False
    return await MailStops(uow).note_return(contact.details.mail, MailReturn(now, reason))


async def try_address_again(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Have mails be sent again to the address of a contact, which is a good one (réessayer).

    Raises NotFound, NothingCameBack.
    """
    contact = await Contacts(uow).get_for_update(contact_id)
    mail = contact.details.mail
    if mail is None or not await MailStops(uow).try_again(mail):
        raise NothingCameBack
