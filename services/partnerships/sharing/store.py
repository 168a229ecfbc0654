"""Contacts shown to the network, and persons who object to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import COMPANY, NONE_OF_OWN, ONE_OF_OWN
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.contact_words import ContactWords
from services.partnerships.sharing.model import (
    PURPOSE,
    Objection,
    SharedContact,
    Sharing,
    known_by,
)
from services.partnerships.sharing.tables import contact_objections, shared_contacts

S, B = shared_contacts.c, contact_objections.c


OWN_SHARED = Reading(
    select(shared_contacts).where(S.company_id == COMPANY, S.uai == ONE_OF_OWN),
    lambda rows: {
        row.contact_id: Sharing(row.contact_id, Uai(row.uai), row.informed_on, row.shared_on)
        for row in rows
    },
)
SHARED_BY_OTHERS = Reading(
    select(shared_contacts, func.coalesce(lycees.c.name, S.uai).label("lycee"))
    .outerjoin(lycees, lycees.c.lycee == S.uai)
    .where(S.company_id == COMPANY, S.uai != NONE_OF_OWN)
    .order_by(S.name, S.contact_id),
    lambda rows: [
        SharedContact(
            row.contact_id,
            row.site_id,
            row.lycee,
            ContactDetails(row.name, row.function, row.mail, row.phone),
        )
        for row in rows
    ],
)


class Sharings:
    """What lycées show each other of their contacts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def share(self, uai: Uai, contact: Contact, informed_on: date, on: date) -> None:
        """Show a contact to the network; telling again when the person was informed is harmless."""
        who = self._uow.actor_id
        said = {"informed_on": informed_on, "shared_on": on, "shared_by": who}
        values = {
            "uai": uai,
            "contact_id": contact.id,
            "company_id": contact.company_id,
            "site_id": contact.site_id,
            **_shown(self._uow, contact.details),
            **said,
        }
        added = insert(shared_contacts).values(**values)
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["uai", "contact_id"], set_=said)
        )
        await ContactWords(self._uow, shared=True).add([(uai, contact.id, contact.details)])

    async def follow(self, contact: Contact) -> None:
        """Show it as it was corrected, if it is shared."""
        those = update(shared_contacts).where(S.contact_id == contact.id, self._own())
        shown = those.values(**_shown(self._uow, contact.details)).returning(S.uai)
        for uai in (await self._uow.execute(shown)).scalars():
            words = ContactWords(self._uow, shared=True)
            await words.change(Uai(uai), contact.id, contact.details)

    async def stop(self, contact_id: UUID) -> None:
        """Show a contact of one's own to nobody else any more."""
        those = delete(shared_contacts).where(S.contact_id == contact_id, self._own())
        await self._uow.execute(those)

    async def own(self, company_id: UUID) -> Mapping[UUID, Sharing]:
        """Which contacts of one's own at a company are shared."""
        return await OWN_SHARED.of(self._uow, self._at(company_id))

    async def of_others(self, company_id: UUID) -> Sequence[SharedContact]:
        """What other lycées share at a company, by name."""
        return await SHARED_BY_OTHERS.of(self._uow, self._at(company_id))

    def _at(self, company_id: UUID) -> Mapping[str, object]:
        return {"company_id": company_id, "own": list(self._uow.scope.uais)}

    async def find(self, contact_id: UUID) -> ContactDetails:
        """A contact that is shared with the reader. Raises NotFound."""
        statement = select(shared_contacts).where(S.contact_id == contact_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return ContactDetails(row.name, row.function, row.mail, row.phone)

    def _own(self) -> ColumnElement[bool]:
        return S.uai.in_([str(uai) for uai in self._uow.scope.uais])


OBJECTIONS = Reading(
    select(contact_objections)
    .where(B.mark == any_(bindparam("marks", type_=ARRAY(Text))))
    .order_by(B.objected_on.desc(), B.objection_id),
    lambda rows: rows,
)


class Objections:
    """Who asked not to be shared nor written to, whichever bureau they told."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def record(self, details: ContactDetails, on: date) -> UUID | None:
        """Note that a person objects; None when nothing tells who it is. What undoes it."""
        objection_id = self._uow.new_id()
        known = await self.extend(Objection(objection_id, on), details)
        return objection_id if known else None

    async def extend(self, objection: Objection, details: ContactDetails) -> bool:
        """Recognise who objected by these details too; False when they tell nobody."""
        mail, phone = marks(self._uow, details)
        rows = [
            {
                "mark": mark,
                "objection_id": objection.id,
                "objected_on": objection.objected_on,
                "suffices": mark == mail or not mail,
            }
            for mark in (mail, phone)
            if mark
        ]
        if rows:
            added = insert(contact_objections).on_conflict_do_nothing()
            await self._uow.execute(added, rows)
        return bool(rows)

    async def lift(self, objection_id: UUID) -> None:
        """The person does not object, or not any more. Raises NotFound."""
        those = delete(contact_objections).where(B.objection_id == objection_id)
        if not (await self._uow.execute(those.returning(B.mark))).all():
            raise NotFound

    async def among(self, people: Collection[Contact]) -> Mapping[UUID, Objection]:
        """Which of these contacts objected, by their ids."""
        found = await self.said([one.details for one in people])
        return {one.id: found[one.details] for one in people if one.details in found}

    async def of(
        self, details: ContactDetails, *, before: ContactDetails | None = None
    ) -> Objection | None:
        """What the person with these details said; `before`: only what was changed of it tells."""
        return (await self.said([details], before)).get(details)

    def asked(
        self, people: Iterable[ContactDetails], before: ContactDetails | None = None
    ) -> Sequence[str]:
        """The marks `OBJECTIONS` are looked for by."""
        left_out = marks(self._uow, before) if before else ()
        wanted = {mark for one in people for mark in marks(self._uow, one) if mark}
        return sorted(wanted.difference(left_out))

    async def said(
        self, people: Collection[ContactDetails], before: ContactDetails | None = None
    ) -> Mapping[ContactDetails, Objection]:
        """What each of these persons said first; nothing of who did not object."""
        known = {one: marks(self._uow, one) for one in people}
        wanted = self.asked(people, before)
        rows = await OBJECTIONS.of(self._uow, {"marks": wanted}) if wanted else ()
        sure = {row.mark: row for row in rows if row.suffices}
        any_of = {row.mark: row for row in rows}
        found: dict[ContactDetails, Objection] = {}
        for details, (mail, phone) in known.items():
            if row := sure.get(mail):
                found[details] = Objection(row.objection_id, row.objected_on)
            elif row := (sure if mail else any_of).get(phone):
                found[details] = Objection(row.objection_id, row.objected_on, by_phone=True)
        return found


def marks(uow: UnitOfWork, details: ContactDetails) -> tuple[str | None, str | None]:
    """Keyed hashes of the mail and the phone: they tell neither, and are the same everywhere."""
    mail, phone = known_by(details)
    return (
        uow.links.digest(PURPOSE, mail) if mail else None,
        uow.links.digest(PURPOSE, phone) if phone else None,
    )


def _shown(uow: UnitOfWork, details: ContactDetails) -> dict[str, str | None]:
    mail_mark, phone_mark = marks(uow, details)
    return {
        "name": details.name,
        "function": details.function,
        "mail": details.mail,
        "phone": details.phone,
        "mail_mark": mail_mark,
        "phone_mark": phone_mark,
    }
