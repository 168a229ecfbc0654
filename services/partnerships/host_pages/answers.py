"""What is answered of the link to a company’s page."""

from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPage, HostPageRequest
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.model import LINK_PURPOSE as OF_HOST_PAGES
from services.partnerships.host_pages.model import PAGE as HOST_PAGE
from services.partnerships.host_pages.store import HostPages
from services.partnerships.mail_stops.queries import read_reach, stop_url


@answers.to(HOST_PAGE_LINK)
async def link_to_the_page_of_a_company(request: HostPageRequest, uow: UnitOfWork) -> HostPage:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    contact = await Contacts(uow).find(request.contact_id)
    page = (await HostPages(uow).open_of([request.contact_id], now=uow.now)).get(request.contact_id)
    if contact is None or page is None:
        raise NotFound
    reach = await read_reach(uow, contact.details)
    return HostPage(
        company=(await Companies(uow).get(page.company_id)).details.name,
        contact_name=contact.details.name,
        mail=contact.details.mail,
        url=uow.links.url(OF_HOST_PAGES, HOST_PAGE, uai=page.uai, row_id=page.id),
        expires_at=page.expires_at,
        stopped=reach.stopped,
        returned=reach.returned,
        contact_version=contact.version,
        stop_url=stop_url(uow, contact),
    )
