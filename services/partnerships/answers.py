"""What the partnership registry answers to who writes to hosts: names and links, never stored there."""

from contracts.partnerships import (
    CONTACT_CHECK,
    HOST_CONTACT,
    ContactCheck,
    ContactCheckRequest,
    HostContact,
    HostContactRequest,
)
from services.chassis.questions import Answers
from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact_check import LINK_PURPOSE, PAGE, Standing
from services.partnerships.queries.contact_checks import read_checked_card, read_written_to

answers = Answers("partnerships")


@answers.to(HOST_CONTACT)
async def contact_of_a_host(request: HostContactRequest, uow: UnitOfWork) -> HostContact:
    """Whom this lycée writes to at a site; see `written_to` for the rule."""
    company, contact = await read_written_to(uow, request.site_key)
    return HostContact(
        company=company.details.name,
        contact_name=contact.details.name if contact else None,
        mail=contact.details.mail if contact else None,
    )


@answers.to(CONTACT_CHECK)
async def check_of_a_contact(request: ContactCheckRequest, uow: UnitOfWork) -> ContactCheck:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    card = await read_checked_card(uow, request.contact_check_id)
    contact = card.contact
    return ContactCheck(
        standing=card.standing is Standing.PENDING and bool(contact and contact.details.mail),
        company=card.company.details.name,
        contact_name=contact.details.name if contact else "",
        mail=contact.details.mail if contact else None,
        url=uow.links.url(LINK_PURPOSE, PAGE, uai=uow.writing_for(), row_id=card.check.id),
        expires_at=card.check.expires_at,
        placement_id=card.check.placement_id,
    )
