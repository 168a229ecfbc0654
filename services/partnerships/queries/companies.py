"""The list of companies, one company's card, and the name of a site for other services' pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import CommuneCode, Siren, SiteKey, Uai
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import Company, CompanyDetails, Site, SiteDetails
from services.partnerships.domain.contact import Contact, written_to
from services.partnerships.domain.interaction import Interaction, Noted
from services.partnerships.domain.search_words import search_words
from services.partnerships.domain.sharing import Objection, SharedContact, Sharing
from services.partnerships.domain.text import name_key
from services.partnerships.domain.way import Way
from services.partnerships.queries.company_ids import ids_of
from services.partnerships.queries.company_order import ALL_BY_NAME, CompanyFilter
from services.partnerships.queries.contact_checks import CheckedContact, summed_up
from services.partnerships.queries.wanted import without_slips
from services.partnerships.storage.acquaintances import Acquaintance, Acquaintances
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.company_notes import CompanyNotes, OwnNote
from services.partnerships.storage.company_search import begin_search
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.interactions import Interactions
from services.partnerships.storage.misspelt import SHOWN_MAX, find_misspelt
from services.partnerships.storage.resembling import find_alike, find_resembling
from services.partnerships.storage.sharings import Objections, Sharings
from services.partnerships.storage.ways import Ways

PAGE_LENGTH = 50
INTERACTIONS_SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """One line of the list; `known_by` tells the other lycées that know the company."""

    id: UUID
    name: str
    siren: Siren | None
    place: str
    commune: CommuneCode | None
    """Of its main site."""
    activity: str
    followed: bool
    last_on: date | None
    hosted: bool
    """Whether it hosted pupils of the lycée already."""
    own: Sequence[Acquaintance]
    """The lycées in scope that have it on their list."""
    known_by: Sequence[Acquaintance]


@dataclass(frozen=True)
class CompanyPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[Listed]
    after: UUID | None


@dataclass(frozen=True)
class CompanyCard:
    """A company as its page shows it to one bureau."""

    company: Company
    own: Sequence[Acquaintance]
    """The lycées in scope that have it on their list."""
    known_by: Sequence[Acquaintance]
    contacts: Sequence[Contact]
    checks: Mapping[UUID, CheckedContact]
    interactions: Sequence[Noted]
    """The latest exchanges."""
    older: bool
    """Whether there are more than those."""
    notes: Sequence[OwnNote]
    """What each lycée in scope keeps of it, of no day."""
    ways: Sequence[Way]
    """Who brought it, and through whom to go, as each lycée in scope says."""
    sharings: Mapping[UUID, Sharing]
    """Which of the lycée's own contacts the network sees."""
    shared: Sequence[SharedContact]
    """What other lycées share."""
    objections: Mapping[UUID, Objection]
    """Which of the lycée's own contacts objected, whichever bureau they told."""
    refused: Interaction | None
    """The last time the company refused, to be seen before it is called."""

    @property
    def followed(self) -> bool:
        """Whether it is on a list of one's own."""
        return bool(self.own)

    @property
    def followed_by(self) -> frozenset[Uai]:
        """Every lycée that has it on its list."""
        return frozenset(one.uai for one in (*self.own, *self.known_by))

    @property
    def activity(self) -> str | None:
        """Label of its activity."""
        return activity_label(self.company.details.naf)

    def contacts_at(self, site_id: UUID) -> Sequence[Contact]:
        """The lycée's contacts at one site."""
        return [contact for contact in self.contacts if contact.site_id == site_id]

    def is_written_to(self, contact: Contact) -> bool:
        """Whether the lycée's mails to the site go to this contact."""
        colleagues = [c for c in self.contacts_at(contact.site_id) if c.uai == contact.uai]
        return written_to(c for c in colleagues if c.id not in self.objections) == contact

    def shared_at(self, site_id: UUID) -> Sequence[SharedContact]:
        """What other lycées share at one site."""
        return [one for one in self.shared if one.site_id == site_id]

    def person(self, contact_id: UUID | None) -> str:
        """Whom an exchange was with."""
        return next((one.details.name for one in self.contacts if one.id == contact_id), "")

    def site_label(self, site_id: UUID) -> str:
        """Which of its sites an exchange was with."""
        return site_label(self.company, self.company.site(site_id))


async def read_companies(
    uow: UnitOfWork,
    *,
    words: str = "",
    mine: bool = False,
    after: UUID | None = None,
    asked: CompanyFilter = ALL_BY_NAME,
) -> CompanyPage:
    """The companies that have all these words, those on the lycée's own list when `mine`.

    Raises NotFound when the company the last page ended with is gone.
    """
    ids = await ids_of(uow, words=words, mine=mine, after=after, limit=PAGE_LENGTH + 1, asked=asked)
    if after is not None and not ids:
        raise NotFound
    shown = ids[:PAGE_LENGTH]
    return CompanyPage(await listed(uow, shown), shown[-1] if len(ids) > PAGE_LENGTH else None)


async def read_company(
    uow: UnitOfWork, company_id: UUID, *, exchanges: int = INTERACTIONS_SHOWN
) -> CompanyCard:
    """A company with the lycée's own contacts and its latest `exchanges`, never another's.

    Raises NotFound.
    """
    company = await Companies(uow).get(company_id)
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    own = uow.scope.uais
    people = await Contacts(uow).of(company_id)
    asked = await ContactChecks(uow).of_company(company_id)
    noted = await Interactions(uow).of(company_id, exchanges + 1) if exchanges else []
    return CompanyCard(
        company=company,
        own=[a for a in known if a.uai in own],
        known_by=[a for a in known if a.uai not in own],
        contacts=people,
        checks={
            one.id: summed_up([check for check in asked if check.contact_id == one.id], uow.now)
            for one in people
        },
        interactions=noted[:exchanges],
        older=len(noted) > exchanges,
        notes=await CompanyNotes(uow).of(company_id),
        ways=await Ways(uow).of(company_id),
        sharings=await Sharings(uow).own(company_id),
        shared=await Sharings(uow).of_others(company_id),
        objections=await Objections(uow).among(people),
        refused=await Interactions(uow).latest(company_id, InteractionOutcome.REFUSED),
    )


async def read_contact(uow: UnitOfWork, company_id: UUID, contact_id: UUID) -> Contact:
    """One of the lycée's contacts at a company. Raises NotFound."""
    for contact in await Contacts(uow).of(company_id):
        if contact.id == contact_id:
            return contact
    raise NotFound


async def read_site_name(uow: UnitOfWork, site_key: SiteKey) -> tuple[UUID, str]:
    """The company of a site and the name to show for it. Raises NotFound."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise NotFound
    company = await Companies(uow).get(found[0])
    return company.id, company.details.name


async def read_resembling(
    uow: UnitOfWork, details: CompanyDetails, main: SiteDetails
) -> Sequence[Listed]:
    """The companies that may be the one somebody is registering: the same, or else its likes."""
    found = await find_resembling(uow, details=details, main=main)
    found = found or await find_alike(uow, details=details, main=main)
    return await listed(uow, [company.id for company in found])


async def listed(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Listed]:
    """These companies as lines of a list, in this order; those that are gone are left out."""
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    known = await Acquaintances(uow).of(ids) if ids else {}
    return [_line(found[i], known[i], uow.scope.uais) for i in ids if i in found]


async def read_misspelt(
    uow: UnitOfWork, words: str, *, own: Collection[Uai] = (), limit: int = SHOWN_MAX
) -> Sequence[Listed]:
    """The companies somebody may have meant: one slip forgiven in a word, else words like these."""
    typed = search_words(words)
    if any(word.isdigit() for word in typed):
        return []
    search = await begin_search(uow, await without_slips(uow, words))
    found = await search.first(name_key(words), sorted(own or uow.scope.uais), limit)
    return await listed(uow, found or await find_misspelt(uow, typed))


def place_of(details: SiteDetails) -> str:
    """The commune as people call it, its code when its name is not known here."""
    return commune_name(details.commune) or details.locality or details.commune or ""


def site_label(company: Company, site: Site) -> str:
    """« Montauban », « Atelier, Moissac »: how a site is told from the others of its company."""
    words = [site.details.name, place_of(site.details)]
    return ", ".join(word for word in words if word) or company.details.name


def _line(company: Company, known: Sequence[Acquaintance], own: frozenset[Uai]) -> Listed:
    ours = [a for a in known if a.uai in own]
    others = len(company.sites) - 1
    place = place_of(company.sites[0].details)
    return Listed(
        id=company.id,
        name=company.details.name,
        siren=company.details.siren,
        place=f"{place} (+{others})" if others else place,
        commune=company.sites[0].details.commune,
        activity=activity_label(company.details.naf or company.sites[0].details.naf) or "",
        followed=bool(ours),
        own=ours,
        hosted=any(a.hosted_on and a.hosted_on <= a.today for a in ours),
        last_on=max((a.latest_on for a in ours if a.latest_on), default=None),
        known_by=[a for a in known if a.uai not in own],
    )
