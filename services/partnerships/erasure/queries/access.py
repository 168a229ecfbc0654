"""What this service keeps about one contact."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_

from contracts.identifiers import Uai
from services.chassis.database.tables import audit_entries
from services.chassis.privacy.access_log import Seen, read_seen
from services.chassis.privacy.person_access import DataKind, tell, tell_rows
from services.chassis.privacy.processing_register import Register
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.cards.queries import SEE_CARD
from services.partnerships.companies.tables.references import REFERENCES
from services.partnerships.contacts.tables import contacts
from services.partnerships.erasure.queries.erasure import ContactToErase
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.imports.store.traces import ImportTraces
from services.partnerships.teacher_links.store import BroughtThings

LISTS = ("list-contacts", "export-contacts")
"""Readings of lists in which the contact was."""
A = audit_entries.c


async def who_saw(uow: UnitOfWork, contact_id: UUID, company_id: UUID, uai: Uai) -> Sequence[Seen]:
    """The last first, in the contact's own lycée."""
    own = or_(
        A.resource_id == contact_id,
        A.action.in_(LISTS),
        (A.resource_id == company_id) & (A.action == SEE_CARD),
    )
    return await read_seen(uow, (A.uai == uai) & own)


async def tell_contact(
    uow: UnitOfWork, register: Register, found: ContactToErase
) -> Sequence[DataKind]:
    """The card, what refers to it, the exchanges and notes that name them, the lines of lists that
    tell of them.
    """
    own = found.contact.id
    met = await Notes(uow).of_contact(own)
    things = await BroughtThings(uow).naming(found.contact.named)
    told_apart = {one.id for one in things}
    naming = [
        (one.interaction_id, one.occurred_on, one.text)
        for one in found.notes
        # A name in part may be somebody else's.
        if one.whole and one.interaction_id not in told_apart
    ]
    exchanges = [(own, *one) for one in met] + [(None, *one) for one in naming if one not in met]
    notes = [
        {"contact_id": who, "interaction_id": interaction_id, "occurred_on": on, "note": text}
        for who, interaction_id, on, text in exchanges
    ]
    lines = [
        {"import_id": import_id, "line": line, "name": name, "values": values}
        for import_id, line, name, values in await ImportTraces(uow).told(found.contact.named)
    ]
    brought = [
        {"company": one.company, "reach": one.reach, "note": one.note, "brought_at": one.brought_at}
        for one in things
    ]
    return [
        await tell_rows(uow, register, contacts, contacts.c.contact_id == own),
        *await _referring(uow, register, own),
        tell(register, "interactions", notes),
        tell(register, "import_rows", lines),
        tell(register, "brought", brought),
    ]


async def _referring(uow: UnitOfWork, register: Register, contact_id: UUID) -> Sequence[DataKind]:
    """The rows of other features that name a contact, by the table they are in."""
    referring = sorted(REFERENCES.to_contacts(), key=lambda one: one.column.table.name)
    return [
        await tell_rows(uow, register, one.column.table, one.about(contact_id))
        for one in referring
        if one.told
    ]
