"""The list of companies, one company's card, and the name of a site for other services' pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from contracts.identifiers import Siren, SiteKey, Uai
from services.chassis.errors import NotFound
from services.chassis.nomenclatures import activity_label, commune_name
from services.chassis.work import UnitOfWork
from services.partnerships.domain.company import Company, CompanyDetails, Site, SiteDetails
from services.partnerships.domain.contact import Contact, written_to
from services.partnerships.domain.interaction import Interaction
from services.partnerships.domain.text import plain
from services.partnerships.queries.contact_checks import CheckedContact, summed_up
from services.partnerships.storage.acquaintances import Acquaintance, Acquaintances
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts, Interactions
from services.partnerships.storage.resembling import find_resembling
from services.partnerships.storage.tables import acquaintances, companies, company_words

PAGE_LENGTH = 50
INTERACTIONS_SHOWN = 50
# After every word that starts with the same letters, byte by byte.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Listed:
    """One line of the list; `known_by` tells the other lycées that know the company."""

    id: UUID
    name: str
    siren: Siren | None
    place: str
    activity: str
    followed: bool
    last_on: date | None
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
    followed: bool
    known_by: Sequence[Acquaintance]
    contacts: Sequence[Contact]
    checks: Mapping[UUID, CheckedContact]
    interactions: Sequence[Interaction]

    @property
    def activity(self) -> str | None:
        """Label of its activity."""
        return activity_label(self.company.details.naf)

    def contacts_at(self, site_id: UUID) -> Sequence[Contact]:
        """The lycée's contacts at one site."""
        return [contact for contact in self.contacts if contact.site_id == site_id]

    def written_to(self, site_id: UUID) -> UUID | None:
        """The contact mails to this site go to."""
        contact = written_to(self.contacts_at(site_id))
        return contact.id if contact else None

    def site_label(self, site_id: UUID) -> str:
        """Which of its sites an exchange was with."""
        return site_label(self.company, self.company.site(site_id))


async def read_companies(
    uow: UnitOfWork, *, words: str = "", mine: bool = False, after: UUID | None = None
) -> CompanyPage:
    """The companies that have all these words, those on the lycée's own list when `mine`."""
    statement = select(companies.c.company_id).order_by(
        companies.c.name_key, companies.c.company_id
    )
    for word in search_words(words):
        statement = statement.where(companies.c.company_id.in_(_having(word)))
    if mine:
        own = select(acquaintances.c.company_id).where(acquaintances.c.uai.in_(uow.scope.uais))
        statement = statement.where(companies.c.company_id.in_(own))
    if after is not None:
        statement = await _from(uow, statement, after)
    ids = list((await uow.execute(statement.limit(PAGE_LENGTH + 1))).scalars())
    shown = ids[:PAGE_LENGTH]
    return CompanyPage(await _listed(uow, shown), shown[-1] if len(ids) > PAGE_LENGTH else None)


async def read_company(uow: UnitOfWork, company_id: UUID) -> CompanyCard:
    """A company with the lycée's own contacts and exchanges, never another's. Raises NotFound."""
    company = await Companies(uow).get(company_id)
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    own = uow.scope.uais
    people = await Contacts(uow).of(company_id)
    asked = await ContactChecks(uow).of_company(company_id)
    return CompanyCard(
        company=company,
        followed=any(a.uai in own for a in known),
        known_by=[a for a in known if a.uai not in own],
        contacts=people,
        checks={
            one.id: summed_up([check for check in asked if check.contact_id == one.id], uow.now)
            for one in people
        },
        interactions=await Interactions(uow).of(company_id, INTERACTIONS_SHOWN),
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
    """The companies that may be the one somebody is registering."""
    found = await find_resembling(uow, details=details, main=main)
    return await _listed(uow, [company.id for company in found])


def search_words(text: str) -> Sequence[str]:
    """The words to look for; a number typed with spaces is one word."""
    words = plain(text).split()
    joined = "".join(words)
    return [joined] if joined.isdigit() else words


def place_of(details: SiteDetails) -> str:
    """The commune as people call it, its code when its name is not known here."""
    return commune_name(details.commune) or details.locality or details.commune or ""


def site_label(company: Company, site: Site) -> str:
    """« Montauban », « Atelier, Moissac »: how a site is told from the others of its company."""
    words = [site.details.name, place_of(site.details)]
    return ", ".join(word for word in words if word) or company.details.name


def _having(word: str) -> Select[Any]:
    return select(company_words.c.company_id).where(
        company_words.c.word >= word, company_words.c.word < word + _LAST
    )


async def _from(uow: UnitOfWork, statement: Select[Any], after: UUID) -> Select[Any]:
    own = companies.c
    last = (await uow.execute(select(own.name_key).where(own.company_id == after))).first()
    if last is None:
        raise NotFound
    return statement.where(tuple_(own.name_key, own.company_id) > (last.name_key, after))


async def _listed(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Listed]:
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    known = await Acquaintances(uow).of(ids) if ids else {}
    return [_line(found[i], known[i], uow.scope.uais) for i in ids]


def _line(company: Company, known: Sequence[Acquaintance], own: frozenset[Uai]) -> Listed:
    ours = [a for a in known if a.uai in own]
    others = len(company.sites) - 1
    place = place_of(company.sites[0].details)
    return Listed(
        id=company.id,
        name=company.details.name,
        siren=company.details.siren,
        place=f"{place} (+{others})" if others else place,
        activity=activity_label(company.details.naf or company.sites[0].details.naf) or "",
        followed=bool(ours),
        last_on=max((a.latest_on for a in ours if a.latest_on), default=None),
        known_by=[a for a in known if a.uai not in own],
    )
