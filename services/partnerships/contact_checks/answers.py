"""What is answered of the contact a lycée writes to, and of the check it is asked."""

from contracts.identifiers import ContactId
from contracts.partnerships.questions import (
    CONTACT_CHECK,
    HOST_CONTACT,
    ContactCheck,
    ContactCheckRequest,
    HostContact,
    HostContactRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.contact_checks.model import LINK_PURPOSE, PAGE, CheckState
from services.partnerships.contact_checks.queries import read_checked_card, read_written_to
from services.partnerships.mail_stops.queries import read_reach, stop_url
from services.partnerships.sharing.store import Objections


@answers.to(HOST_CONTACT)
async def contact_of_a_host(request: HostContactRequest, uow: UnitOfWork) -> HostContact:
    """Whom this lycée writes to at a site; see `written_to` for the rule."""
    company, contact = await read_written_to(
        uow, request.site_key, tutor_id=request.tutor_id, signs=request.signs
    )
    reach = await read_reach(uow, contact.details if contact else None)
    return HostContact(
        company=company.details.name,
        contact_name=contact.details.name if contact else None,
        mail=contact.details.mail if contact else None,
        stopped=reach.stopped,
        returned=reach.returned,
        contact_id=ContactId(contact.id) if contact else None,
        contact_version=contact.version if contact else None,
        stop_url=stop_url(uow, contact) if contact else None,
    )


@answers.to(CONTACT_CHECK)
async def check_of_a_contact(request: ContactCheckRequest, uow: UnitOfWork) -> ContactCheck:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    card = await read_checked_card(uow, request.contact_check_id)
    contact = card.contact
    objection = await Objections(uow).of(contact.details) if contact else None
    reach = await read_reach(uow, contact.details if contact else None)
    reachable = contact is not None and bool(contact.details.mail) and objection is None
    return ContactCheck(
        standing=card.standing is CheckState.PENDING and reachable,
        company=card.company.details.name,
        contact_name=contact.details.name if contact else "",
        mail=contact.details.mail if contact else None,
        url=uow.links.url(LINK_PURPOSE, PAGE, uai=uow.writing_for(), row_id=card.check.id),
        expires_at=card.check.expires_at,
        placement_id=card.check.placement_id,
        stopped=reach.stopped,
        returned=reach.returned,
        contact_id=ContactId(contact.id) if contact else None,
        contact_version=contact.version if contact else None,
        stop_url=stop_url(uow, contact) if contact else None,
    )
