"""What a company's own page shows, and the links to such pages as their bureau lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.capacities.queries import Offered, read_offers
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.company import Company, Site
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import former_keys
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.tables import contacts
from services.partnerships.host_pages.model import LINK_PURPOSE, HostDoing, HostPage
from services.partnerships.host_pages.store import HostDoings, HostPages, host_page, open_ids
from services.partnerships.host_pages.tables import host_pages, opening
from services.partnerships.mail_stops.model import Standing
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.pauses.model import Pause
from services.partnerships.pauses.store import Pauses


@dataclass(frozen=True)
class OwnPage:
    """All a company's page shows of what is kept here."""

    page: HostPage
    company: Company
    site: Site
    contact: Contact
    lycee: str
    offers: Sequence[Offered]
    pause: Pause | None
    addressed: bool
    """Whether the link was given for the address that is noted."""
    stopped: bool
    """Whether the contact wants no mail from anybody there."""
    keys: Sequence[SiteKey]
    """What leads to the site, now and before."""
    hosting: Mapping[Uai, str]
    """The lycées that hosted somebody at the company."""
    closed_on: date | None
    """Since when a bureau says that the site is closed."""


async def read_own_page(uow: UnitOfWork, page_id: UUID) -> OwnPage:
    """What an open link shows. Raises NotFound, HostPageOver."""
    page = await HostPages(uow).get(page_id)
    page.expect_open(uow.now)
    company = await Companies(uow).get(page.company_id)
    site = company.site(page.site_id)
    contact = await Contacts(uow).find(page.contact_id)
    if contact is None:
        raise NotFound
    known = (await Acquaintances(uow).of([company.id]))[company.id]
    former = await former_keys(uow, [site.id])
    mail, stops = contact.details.mail, MailStops(uow)
    addressed = mail is not None and page.is_for(stops.digest(mail))
    return OwnPage(
        page=page,
        company=company,
        site=site,
        contact=contact,
        lycee=await Lycees(uow).name_of(page.uai),
        offers=[
            one for one in await read_offers(uow, company.id) if one.capacity.site_id == site.id
        ],
        pause=await Pauses(uow).of(page.uai, site.id, by_company=True),
        addressed=addressed,
        stopped=addressed and await stops.holds(page.mail_digest or ""),
        keys=[site.key, *former.get(site.id, ())],
        hosting={one.uai: one.lycee for one in known if one.hosted_on},
        closed_on=(await Closures(uow).at([site.id])).get(site.id),
    )


@dataclass(frozen=True)
class GivenPage:
    """One link to a company's page, as the bureau's list of links shows it; the last of each."""

    page: HostPage
    contact: str
    company: str
    has_mail: bool
    is_open: bool


async def read_given_pages(uow: UnitOfWork, *, limit: int) -> Sequence[GivenPage]:
    """The links of the lycées in scope, those that open something first, then the last given."""
    h = host_pages.c
    is_open = opening(uow.now)
    statement = (
        select(host_pages, contacts.c.name, contacts.c.mail, companies.c.name.label("company"))
        .join(contacts, (contacts.c.uai == h.uai) & (contacts.c.contact_id == h.contact_id))
        .join(companies, companies.c.company_id == h.company_id)
        .order_by((is_open[0] & is_open[1]).desc(), h.given_at.desc(), h.host_page_id)
        .limit(limit)
    )
    found = []
    for row in await uow.execute(statement):
        page = host_page(row)
        found.append(
            GivenPage(page, row.name, row.company, row.mail is not None, page.is_open(uow.now))
        )
    return found


async def read_coded_page(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which open link of the lycée in scope has the code that was typed."""
    return await coded_row(uow, LINK_PURPOSE, typed, open_ids(now=uow.now))


@dataclass(frozen=True)
class OwnDoings:
    """What a company holds and did by its links, as the bureau sees it on the card."""

    pages: Mapping[UUID, HostPage]
    """The link that opens the page, by contact."""
    standing: Standing
    """What is known of the addresses: those that want no mail, those a mail came back from."""
    done: Sequence[HostDoing]
    """The last things it did, the last first."""


async def read_own_doings(
    uow: UnitOfWork, company_id: UUID, people: Sequence[Contact]
) -> OwnDoings:
    """Doings of one company."""
    return OwnDoings(
        pages=await HostPages(uow).open_of([one.id for one in people], now=uow.now),
        standing=await MailStops(uow).standing(
            [one.details.mail for one in people if one.details.mail]
        ),
        done=await HostDoings(uow).of(company_id),
    )
