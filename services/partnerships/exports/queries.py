"""Companies and contacts as lists that go out, a piece at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from contracts.identifiers import CommuneCode, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import place_of
from services.partnerships.acquaintances.store import Acquaintance, Acquaintances
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.company import Company, Site, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.company_list.queries.ids import positions_of
from services.partnerships.company_list.queries.order import ALL_BY_NAME, CompanyFilter
from services.partnerships.company_notes.store import CompanyNotes, OwnNote
from services.partnerships.contacts.model import Contact, ContactDetails, written_to
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.tables import contacts
from services.partnerships.sharing.store import Objections

COMPANIES_AT_ONCE = 100
CONTACTS_AT_ONCE = 300


@dataclass(frozen=True)
class ExportedSite:
    """One site of a company, and who knows the company."""

    company: Company
    site: Site
    known_by: Sequence[Acquaintance]
    contact: Contact | None = None
    """Whom a lycée writes to there, where that was asked for."""
    closed_on: date | None = None
    notes: Sequence[OwnNote] = ()
    """What the lycées in scope keep of the company, where that was asked for."""


@dataclass(frozen=True)
class ExportedContact:
    """A contact of the bureau with where it is reached."""

    name: str
    function: str | None
    mail: str | None
    phone: str | None
    gets_mail: bool
    objected: bool
    """Whether the person asked not to be contacted."""
    company: str
    siret: str | None
    place: str
    lycee: str


@dataclass(frozen=True)
class Piece:
    """Some lines of a list; `after` leads to the next ones."""

    lines: Sequence[Any]
    after: Any


async def read_exported_sites(
    uow: UnitOfWork,
    *,
    words: str,
    mine: bool,
    after: Sequence[Any] | None,
    asked: CompanyFilter = ALL_BY_NAME,
    own: Collection[Uai] = (),
    contacts_of: Uai | None = None,
    with_notes: bool = False,
) -> Piece:
    """The sites of the companies on the list, a line each, in its order.

    `own`: those whose list it is, where it is not of all the lycées in scope. `contacts_of`: with
    whom that lycée writes to there. `with_notes`: with what the lycées in scope keep of them.
    """
    positions = await positions_of(
        uow, words=words, mine=mine, stood=after, limit=COMPANIES_AT_ONCE, asked=asked, own=own
    )
    ids = [one[-1] for one in positions]
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    known = await Acquaintances(uow).of(ids) if ids else {}
    people = await _written_to(uow, contacts_of, ids) if contacts_of else {}
    there = [(found[company_id], site) for company_id in ids for site in found[company_id].sites]
    closed = await Closures(uow).at([site.id for _, site in there])
    notes = await CompanyNotes(uow).at(ids) if with_notes else {}
    lines = [
        ExportedSite(
            *(one, site, known[one.id], people.get(site.id), closed.get(site.id)),
            notes=notes.get(one.id, ()),
        )
        for one, site in there
    ]
    return Piece(lines, positions[-1] if len(positions) == COMPANIES_AT_ONCE else None)


async def _written_to(uow: UnitOfWork, uai: Uai, ids: Sequence[UUID]) -> Mapping[UUID, Contact]:
    """By site; nobody who objects to be contacted. Who has no mail is somebody to call."""
    people = await Contacts(uow).at_companies(uai, ids)
    objected = await Objections(uow).among(people)
    there: dict[UUID, list[Contact]] = {}
    for one in sorted(people, key=lambda one: one.id):
        if one.id not in objected:
            there.setdefault(one.site_id, []).append(one)
    return {site_id: written_to(those) or those[0] for site_id, those in there.items()}


async def read_exported_contacts(uow: UnitOfWork, *, after: tuple[str, UUID] | None) -> Piece:
    """The contacts of the lycées in scope, by name."""
    own = contacts.c
    statement = (
        select(
            contacts,
            companies.c.name.label("company"),
            sites.c.siret,
            sites.c.commune,
            sites.c.locality,
            lycees.c.name.label("lycee"),
        )
        .join(companies, companies.c.company_id == own.company_id)
        .join(sites, sites.c.site_id == own.site_id)
        .outerjoin(lycees, lycees.c.lycee == own.uai)
        .where(own.uai.in_(uow.scope.uais))
        .order_by(own.name_key, own.contact_id)
        .limit(CONTACTS_AT_ONCE)
    )
    if after is not None:
        statement = statement.where(tuple_(own.name_key, own.contact_id) > after)
    rows = (await uow.execute(statement)).all()
    last = rows[-1] if len(rows) == CONTACTS_AT_ONCE else None
    people = [ContactDetails(row.name, mail=row.mail, phone=row.phone) for row in rows]
    said = await Objections(uow).said(people)
    lines = [_contact(row, objected=one in said) for row, one in zip(rows, people, strict=True)]
    return Piece(lines, (last.name_key, last.contact_id) if last else None)


def _contact(row: Any, *, objected: bool) -> ExportedContact:
    commune = CommuneCode(row.commune) if row.commune else None
    return ExportedContact(
        name=row.name,
        function=row.function,
        mail=row.mail,
        phone=row.phone,
        gets_mail=row.gets_mail,
        objected=objected,
        company=row.company,
        siret=row.siret,
        place=place_of(SiteDetails(commune=commune, locality=row.locality)),
        lycee=row.lycee or row.uai,
    )
