"""The companies that mails are about, as far as contacts tell."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contacts.tables import contacts
from services.partnerships.drop_box.model.waiting_mail import WaitingMail
from services.partnerships.drop_box.store import Waiting


async def read_mail_companies(
    uow: UnitOfWork, waiting: Sequence[Waiting]
) -> Mapping[UUID, Mapping[UUID, str]]:
    """The names of the companies each mail names a contact of, by mail, then by company."""
    people = {
        one.id: (one.uai, WaitingMail(one.text or "", one.occurred_on).correspondents)
        for one in waiting
    }
    asked = {mail for _, named in people.values() for mail in named}
    known: dict[tuple[Uai, str], dict[UUID, str]] = {}
    if asked:
        mail = func.lower(contacts.c.mail)
        statement = (
            select(contacts.c.uai, mail.label("mail"), companies.c.company_id, companies.c.name)
            .join(companies, companies.c.company_id == contacts.c.company_id)
            .where(mail.in_(asked))
            .order_by(companies.c.name_key)
        )
        for row in await uow.execute(statement):
            known.setdefault((Uai(row.uai), row.mail), {})[row.company_id] = row.name
    return {
        mail_id: {
            company_id: name
            for mail in named
            for company_id, name in known.get((uai, mail), {}).items()
        }
        for mail_id, (uai, named) in people.items()
    }
