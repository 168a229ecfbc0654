"""What erasing a contact would take away, and what would stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.tables import journal
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.queries import read_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.erasure.store.notes import Note, Notes
from services.partnerships.imports.store.traces import ImportTraces
from services.partnerships.pauses.model import RolesAt
from services.partnerships.places.store import Places


@dataclass(frozen=True)
class TraderToErase:
    """A sole trader's card, and what is kept around it."""

    company: Company
    known_here: bool
    contacts: int
    notes: int
    places: int
    others: int
    """Other lycées that know it: what they keep goes too, and is shown to nobody here."""
    published: Sequence[UUID]
    """Facts that told its name, while it passed for a legal person."""


async def read_trader_to_erase(uow: UnitOfWork, company_id: UUID) -> TraderToErase:
    """Raises NotFound."""
    company = await Companies(uow).get(company_id)
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    told = select(journal.c.event_id).where(
        journal.c.headers["ce-subject"].astext == str(company_id),
        journal.c.payload.contains('"public_name":"'),
    )
    return TraderToErase(
        company=company,
        known_here=any(one.uai in uow.scope.uais for one in known),
        contacts=len(await Contacts(uow).of(company_id)),
        notes=await Notes(uow).count_of(company_id),
        places=len(await Places(uow).at_company(company_id)),
        others=sum(one.uai not in uow.scope.uais for one in known),
        published=list((await uow.execute(told)).scalars()),
    )


@dataclass(frozen=True)
class ContactToErase:
    """A contact, and where else something of them is kept."""

    contact: Contact
    uai: Uai
    checks: int
    """Cards it was asked to check: that it was asked stays, without whom."""
    notes: Sequence[Note]
    lines: int
    files: int
    about: Sequence[UUID]
    """What mails to this contact were about."""


async def read_contact_to_erase(
    uow: UnitOfWork, company_id: UUID, contact_id: UUID, roles_at: RolesAt
) -> ContactToErase:
    """Raises NotFound."""
    await read_contact(uow, company_id, contact_id)
    return await find_contact_to_erase(uow, contact_id, roles_at)


async def find_contact_to_erase(
    uow: UnitOfWork, contact_id: UUID, roles_at: RolesAt
) -> ContactToErase:
    """The contact to erase, wherever they work; `roles_at` says who reads. Raises NotFound."""
    contact = await Contacts(uow).find(contact_id)
    if contact is None:
        raise NotFound
    checks = await ContactChecks(uow).of_contact(contact_id)
    traces = ImportTraces(uow)
    return ContactToErase(
        contact=contact,
        uai=await Contacts(uow).lycee_of(contact_id),
        checks=len(checks),
        notes=await Notes(uow).naming(contact.named, roles_at),
        lines=len(await traces.lines_telling(contact.named)),
        files=len(await traces.files_telling(contact.named)),
        about=[
            contact_id,
            *(one.id for one in checks),
            *await Places(uow).at_site(contact.site_id),
        ],
    )
