"""Addresses mails came back from (adresses en échec), as a notice tells of their contacts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contacts.tables import contacts
from services.partnerships.mail_stops.model import MailReturn
from services.partnerships.mail_stops.store import MailStops


@dataclass(frozen=True)
class NoticedContact:
    """A contact, and the mail that came back from its address as it is today, if one did."""

    company_id: UUID
    company: str
    name: str
    mail: str | None
    back: MailReturn | None


async def read_returned(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedContact]:
    """Contacts of the lycée in scope whose address fails, by id."""
    there = contacts.c
    statement = (
        select(there.contact_id, there.company_id, there.name, there.mail)
        .add_columns(companies.c.name.label("company"))
        .join(companies, companies.c.company_id == there.company_id)
        .where(there.contact_id == any_(bindparam("ids", list(ids), ARRAY(Uuid))))
    )
    rows = (await uow.execute(statement)).all() if ids else ()
    standing = await MailStops(uow).standing([row.mail for row in rows if row.mail])
    return {
        row.contact_id: NoticedContact(
            row.company_id, row.company, row.name, row.mail, standing.returned.get(row.mail or "")
        )
        for row in rows
    }
