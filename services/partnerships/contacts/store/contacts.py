"""Contacts: each lycée's own."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.chunks import in_pieces
from services.partnerships.base.text import plain
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.contact_words import ContactWords
from services.partnerships.contacts.tables import contacts

CONTACTS_AT = Reading(
    select(contacts).where(contacts.c.company_id == COMPANY).order_by(contacts.c.name_key),
    lambda rows: [_contact(row) for row in rows],
)


class Contacts:
    """The contacts of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add_all(self, uai: Uai, added: Sequence[Contact]) -> None:
        """Record new contacts."""
        async for piece in in_pieces(added):
            await self._uow.execute(insert(contacts), [_contact_row(uai, c) for c in piece])
            await ContactWords(self._uow).add([(uai, one.id, one.details) for one in piece])

    async def get_for_update(self, contact_id: UUID) -> Contact:
        """Raises NotFound, for another lycée's contact too."""
        statement = select(contacts).where(contacts.c.contact_id == contact_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _contact(row)

    async def lycee_of(self, contact_id: UUID) -> Uai:
        """Whose contact it is. Raises NotFound."""
        statement = select(contacts.c.uai).where(contacts.c.contact_id == contact_id)
        found = (await self._uow.execute(statement)).scalar()
        if found is None:
            raise NotFound
        return Uai(found)

    async def find(self, contact_id: UUID) -> Contact | None:
        """A contact, unless it was erased."""
        statement = select(contacts).where(contacts.c.contact_id == contact_id)
        row = (await self._uow.execute(statement)).first()
        return _contact(row) if row else None

    async def of(self, company_id: UUID) -> Sequence[Contact]:
        """The contacts at a company, by name."""
        return await CONTACTS_AT.of(self._uow, {"company_id": company_id})

    async def at_companies(self, uai: Uai, company_ids: Collection[UUID]) -> Sequence[Contact]:
        """One lycée's contacts at these companies."""
        statement = select(contacts).where(
            contacts.c.uai == uai, contacts.c.company_id.in_(list(company_ids))
        )
        return [_contact(row) for row in await self._uow.execute(statement)]

    async def at_sites(
        self, uai: Uai, site_ids: Collection[UUID]
    ) -> Sequence[tuple[UUID, ContactDetails]]:
        """Who is known at these sites, with the site."""
        statement = select(contacts).where(
            contacts.c.uai == uai, contacts.c.site_id.in_(list(site_ids))
        )
        rows = await self._uow.execute(statement)
        return [(row.site_id, _contact(row).details) for row in rows]

    async def with_mails(self, uai: Uai, mails: Collection[str]) -> Sequence[Contact]:
        """The lycée's contacts with one of these addresses, in small letters; the oldest first."""
        statement = select(contacts).where(
            contacts.c.uai == uai, func.lower(contacts.c.mail).in_(list(mails))
        )
        rows = await self._uow.execute(statement.order_by(contacts.c.contact_id))
        return [_contact(row) for row in rows]

    async def save(self, contact: Contact) -> None:
        """Record the present state of a known contact."""
        details = vars(contact.details) | {"name_key": plain(contact.details.name)}
        await self._uow.execute(
            update(contacts)
            .where(contacts.c.contact_id == contact.id)
            .values(version=contact.version, **details)
        )
        uai = contact.uai or await self.lycee_of(contact.id)
        await ContactWords(self._uow).change(uai, contact.id, contact.details)

    async def choose(self, uai: Uai, chosen: Contact) -> None:
        """Have one contact of a site be the one that is written to, and no other there."""
        await self._uow.execute(
            update(contacts)
            .where(
                contacts.c.uai == uai,
                contacts.c.company_id == chosen.company_id,
                contacts.c.site_id == chosen.site_id,
                contacts.c.contact_id != chosen.id,
                contacts.c.gets_mail,
            )
            .values(gets_mail=False, version=contacts.c.version + 1)
        )

    async def remove(self, contact_id: UUID) -> None:
        """Forget a contact altogether."""
        await self.remove_all([contact_id])

    async def remove_all(self, contact_ids: Collection[UUID]) -> None:
        """Forget contacts nobody is asked about."""
        those = contacts.c.contact_id.in_(list(contact_ids))
        await self._uow.execute(delete(contacts).where(those))


def _contact_row(uai: Uai, contact: Contact) -> dict[str, Any]:
    return {
        "uai": uai,
        "contact_id": contact.id,
        "company_id": contact.company_id,
        "site_id": contact.site_id,
        "name_key": plain(contact.details.name),
        "version": contact.version,
        **vars(contact.details),
    }


def _contact(row: Any) -> Contact:
    details = ContactDetails(row.name, row.function, row.mail, row.phone, row.gets_mail)
    return Contact(row.contact_id, row.company_id, row.site_id, details, row.version, Uai(row.uai))
