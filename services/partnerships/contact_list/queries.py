"""The contacts of one's own lycées as a list: who, for what, where; sorted, filtered, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from contracts.identifiers import CommuneCode, Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import place_of
from services.partnerships.activities.store import activities_called
from services.partnerships.base.search_words import Wanted, search_words
from services.partnerships.companies.model.company import SiteDetails
from services.partnerships.companies.tables.companies import companies, company_words, sites
from services.partnerships.company_words.queries import Hosts
from services.partnerships.company_words.store.words import LAST
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.tables import contact_words, contacts
from services.partnerships.sharing.store import Objections

PAGE_LENGTH = 50
C = contacts.c


class ContactOrder(StrEnum):
    """What the list can be sorted by; names are those of addresses."""

    NAME = "nom"
    FUNCTION = "fonction"
    COMPANY = "entreprise"


class Calling(StrEnum):
    """What a contact does there, as far as the function says."""

    RUNNING = "direction"
    TUTOR = "tuteur"
    OTHER = "autre"


@dataclass(frozen=True)
class ContactFilter:
    """Which contacts are asked for."""

    words: str = ""
    calling: Calling | None = None
    order: ContactOrder = ContactOrder.NAME
    descending: bool = False
    hosts: Hosts = field(default_factory=dict)
    """Who hosts the formations some words name."""


@dataclass(frozen=True)
class ListedContact:
    """One of them; how to reach them stands on the company's card, beside what is to be known before."""

    id: UUID
    uai: Uai
    name: str
    function: str | None
    company_id: UUID
    company: str
    place: str
    gets_mail: bool
    objected: bool


@dataclass(frozen=True)
class ContactPage:
    """A page of the list, and how many it has in all; `after` leads to the next one."""

    items: Sequence[ListedContact]
    total: int
    after: UUID | None


def calling_of(function: str | None) -> Calling:
    """Who runs the place may look after pupils too: they are asked for to sign."""
    details = ContactDetails("", function)
    if details.runs_the_place:
        return Calling.RUNNING
    return Calling.TUTOR if details.is_tutor else Calling.OTHER


async def read_contact_page(
    uow: UnitOfWork, asked: ContactFilter, *, after: UUID | None = None
) -> ContactPage:
    """A page of the list. Raises NotFound when the contact the last page ended with is gone."""
    conditions = await _conditions(uow, asked)
    keyset = Keyset([_KEYS[asked.order]], C.contact_id, asked.descending)
    statement = keyset.sort(_own(uow, *_COLUMNS))
    if after is not None:
        statement = keyset.after(statement, after)
    rows = (await uow.execute(statement.where(*conditions).limit(PAGE_LENGTH + 1))).all()
    if after is not None and not rows:
        raise NotFound
    shown = rows[:PAGE_LENGTH]
    counted = _own(uow, func.count()).where(*conditions)
    return ContactPage(
        await _listed(uow, shown),
        (await uow.execute(counted)).scalar_one(),
        shown[-1].contact_id if len(rows) > PAGE_LENGTH else None,
    )


_COLUMNS = (
    *(C.contact_id, C.uai, C.name, C.function, C.mail, C.phone, C.gets_mail, C.company_id),
    companies.c.name.label("company"),
    sites.c.commune,
    sites.c.locality,
)
_KEYS: dict[ContactOrder, ColumnElement[Any]] = {
    ContactOrder.NAME: C.name_key,
    ContactOrder.FUNCTION: func.lower(func.coalesce(C.function, "")),
    ContactOrder.COMPANY: companies.c.name_key,
}


def _own(uow: UnitOfWork, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(contacts)
        .join(companies, companies.c.company_id == C.company_id)
        .join(sites, sites.c.site_id == C.site_id)
        .where(C.uai.in_(uow.scope.uais))
    )


async def _conditions(uow: UnitOfWork, asked: ContactFilter) -> list[ColumnElement[bool]]:
    found = [_has(one) for one in _wanted(asked)]
    if asked.calling is not None:
        # Functions are free words, and few: which of them say so is decided as everywhere else.
        used = select(C.function).distinct().where(C.uai.in_(uow.scope.uais))
        functions = (await uow.execute(used)).scalars().all()
        meant = [one for one in functions if one and calling_of(one) is asked.calling]
        said = C.function.in_(meant)
        found.append(or_(said, C.function.is_(None)) if asked.calling is Calling.OTHER else said)
    return found


def _wanted(asked: ContactFilter) -> Sequence[Wanted]:
    """Each word, with the activities it names and who hosts the formations it names."""
    return [
        Wanted(word, activities_called(word), asked.hosts.get(word, ()))
        for word in search_words(asked.words)
    ]


def _has(one: Wanted) -> ColumnElement[bool]:
    """Whether the contact or the company has a word that begins so, or the company answers to it.

    Communes and activities are words of companies.
    """
    own, of_company = contact_words.c, company_words.c
    named = exists().where(
        own.uai == C.uai,
        own.contact_id == C.contact_id,
        own.word >= one.word,
        own.word < one.word + LAST,
    )
    begins = and_(of_company.word >= one.word, of_company.word < one.word + LAST)
    placed = exists().where(
        of_company.company_id == C.company_id, or_(begins, of_company.word.in_(one.exact))
    )
    return or_(named, placed, C.company_id.in_(one.hosts))


async def _listed(uow: UnitOfWork, rows: Sequence[Any]) -> Sequence[ListedContact]:
    people = [ContactDetails(row.name, mail=row.mail, phone=row.phone) for row in rows]
    said = await Objections(uow).said(people)
    return [_contact(row, objected=one in said) for row, one in zip(rows, people, strict=True)]


def _contact(row: Any, *, objected: bool) -> ListedContact:
    commune = CommuneCode(row.commune) if row.commune else None
    return ListedContact(
        id=row.contact_id,
        uai=Uai(row.uai),
        name=row.name,
        function=row.function,
        company_id=row.company_id,
        company=row.company,
        place=place_of(SiteDetails(commune=commune, locality=row.locality)),
        gets_mail=row.gets_mail,
        objected=objected,
    )
