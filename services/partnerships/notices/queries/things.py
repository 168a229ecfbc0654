"""What is said of the things a bureau is told of: many of one kind in one statement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from contracts.identifiers import AccountId, Uai
from contracts.notifications.mails import LetterState
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.commitments import RegulatedWork
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ActionStatus
from services.partnerships.actions.tables import action_companies, actions
from services.partnerships.capacities.tables import capacities
from services.partnerships.commitments.tables import declarations
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.contact_checks.model import ContactCheck
from services.partnerships.contact_checks.store import contact_check
from services.partnerships.contact_checks.tables import contact_checks
from services.partnerships.contacts.tables import contacts
from services.partnerships.host_pages.model import HostDoing
from services.partnerships.host_pages.store import host_doing
from services.partnerships.host_pages.tables import host_doings
from services.partnerships.mailings.queries import read_headings
from services.partnerships.mailings.tables import mailing_recipients, mailings
from services.partnerships.notices.model import (
    Expiry,
    Reminder,
    Unreported,
    dormant_reminder,
)
from services.partnerships.notices.queries.dormant import count_dormant
from services.partnerships.pauses.tables import site_pauses

NAMED_MAX = 5
"""Companies a notice names, of those a mail did not reach."""
D, C, A = declarations.c, contact_checks.c, actions.c
M, R, H = mailings.c, mailing_recipients.c, host_doings.c
UNDELIVERED = (LetterState.UNDELIVERED, LetterState.NO_ADDRESS)
"""Letters nobody read, and that somebody may mend."""


@dataclass(frozen=True)
class NoticedDeclaration:
    """A declaration, whose and of what."""

    expiry: Expiry
    company_id: UUID
    company: str
    site: str
    works: Sequence[RegulatedWork]


@dataclass(frozen=True)
class NoticedAction:
    """An action, and how many companies take part."""

    unreported: Unreported
    title: str
    kind: ActionKind
    companies: int


@dataclass(frozen=True)
class NoticedCheck:
    """A card its contact looked at; nobody is named once the contact was erased."""

    check: ContactCheck
    company: str
    contact: str | None


@dataclass(frozen=True)
class NoticedMailing:
    """A mail to many companies, and those it did not reach; its subject may be forgotten."""

    id: UUID
    author: AccountId
    subject: str | None
    letters: int
    undelivered: int
    companies: Sequence[str]


@dataclass(frozen=True)
class NoticedDoing:
    """What a company did, and whether that still holds."""

    done: HostDoing
    company: str
    holds: bool


async def read_reminders(uow: UnitOfWork, uai: Uai, today: date) -> Sequence[Reminder]:
    """What a lycée is to be reminded of from today on, whether it was or not."""
    filed = D.filed_on.between(Expiry.first_filed(today), Expiry.last_filed(today))
    first, last = Unreported.days(today)
    declared = await _declarations(uow, (D.uai == uai) & filed)
    planned = (A.uai == uai) & A.planned_on.between(first, last)
    found = [one.expiry.reminder(today) for one in declared.values()]
    found += [one.unreported.reminder(today) for one in (await _actions(uow, planned)).values()]
    monthly = dormant_reminder(uai, today)
    if monthly and await count_dormant(uow):
        found.append(monthly)
    return [one for one in found if one is not None]


async def read_declarations(
    uow: UnitOfWork, ids: Collection[UUID]
) -> Mapping[UUID, NoticedDeclaration]:
    """Declarations of the lycée in scope, by id."""
    return await _declarations(uow, D.declaration_id == _one_of(ids)) if ids else {}


async def _declarations(
    uow: UnitOfWork, which: ColumnElement[bool]
) -> Mapping[UUID, NoticedDeclaration]:
    later = declarations.alias().c
    renewed = exists().where(
        later.uai == D.uai,
        later.site_id == D.site_id,
        later.filed_on > D.filed_on,
        later.works.bool_op("@>")(D.works),
    )
    place = (sites.c.name.label("site"), sites.c.commune, sites.c.locality)
    statement = (
        select(declarations, companies.c.name, *place, renewed.label("renewed"))
        .join(companies, companies.c.company_id == D.company_id)
        .join(sites, sites.c.site_id == D.site_id)
        .where(which)
        .order_by(D.declaration_id)
    )
    return {
        row.declaration_id: NoticedDeclaration(
            expiry=Expiry(row.declaration_id, row.filed_on, row.renewed),
            company_id=row.company_id,
            company=row.name,
            site=", ".join(_words_of_place(row)),
            works=[RegulatedWork(code) for code in row.works],
        )
        for row in await uow.execute(statement)
    }


async def read_actions(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedAction]:
    """Actions of the lycée in scope, by id."""
    return await _actions(uow, A.action_id == _one_of(ids)) if ids else {}


async def _actions(uow: UnitOfWork, which: ColumnElement[bool]) -> Mapping[UUID, NoticedAction]:
    statement = select(actions, _invited().label("companies")).where(which).order_by(A.action_id)
    return {
        row.action_id: NoticedAction(
            unreported=Unreported(row.action_id, row.planned_on, ActionStatus(row.status)),
            title=row.title,
            kind=ActionKind(row.kind),
            companies=row.companies,
        )
        for row in await uow.execute(statement)
    }


async def read_checks(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedCheck]:
    """Checks of the lycée in scope, by id."""
    statement = (
        select(contact_checks, companies.c.name, contacts.c.name.label("contact"))
        .join(companies, companies.c.company_id == C.company_id)
        .outerjoin(contacts, (contacts.c.uai == C.uai) & (contacts.c.contact_id == C.contact_id))
        .where(C.contact_check_id == _one_of(ids))
    )
    rows = await uow.execute(statement) if ids else ()
    found = [NoticedCheck(contact_check(row), row.name, row.contact) for row in rows]
    return {one.check.id: one for one in found}


async def read_mailings(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedMailing]:
    """Mailings of the lycée in scope, by id."""
    missed = R.state.in_(UNDELIVERED)
    named = func.array_agg(aggregate_order_by(companies.c.name, R.rank))
    statement = (
        select(
            M.mailing_id,
            M.uai,
            M.author,
            M.subject,
            func.count(R.state).label("letters"),
            func.count().filter(missed).label("undelivered"),
            named.filter(missed, companies.c.name.is_not(None)).label("companies"),
        )
        .join(mailing_recipients, (R.uai == M.uai) & (R.mailing_id == M.mailing_id))
        .outerjoin(companies, companies.c.company_id == R.company_id)
        .where(M.mailing_id == _one_of(ids))
        .group_by(M.mailing_id, M.uai, M.author, M.subject)
    )
    rows = list(await uow.execute(statement)) if ids else []
    headings = await read_headings(uow, rows)
    return {
        row.mailing_id: NoticedMailing(
            id=row.mailing_id,
            author=AccountId(row.author),
            subject=headings[row.mailing_id] or None,
            letters=row.letters,
            undelivered=row.undelivered,
            companies=(row.companies or [])[:NAMED_MAX],
        )
        for row in rows
    }


async def read_doings(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, NoticedDoing]:
    """Doings of the lycée in scope, by id: an offer taken back and a pause that ended hold no more."""
    pauses = site_pauses.c
    holds = or_(
        H.about.is_(None),
        exists().where(capacities.c.uai == H.uai, capacities.c.capacity_id == H.about),
        exists().where(pauses.uai == H.uai, pauses.pause_id == H.about),
    )
    statement = (
        select(host_doings, companies.c.name, holds.label("holds"))
        .join(companies, companies.c.company_id == H.company_id)
        .where(H.doing_id == _one_of(ids))
    )
    rows = await uow.execute(statement) if ids else ()
    return {row.doing_id: NoticedDoing(host_doing(row), row.name, row.holds) for row in rows}


def _one_of(ids: Collection[UUID]) -> Any:
    return any_(bindparam("ids", list(ids), ARRAY(Uuid)))


def _invited() -> Any:
    there = action_companies.c
    counted = select(func.count()).where(there.uai == A.uai, there.action_id == A.action_id)
    return counted.scalar_subquery()


def _words_of_place(row: Any) -> Iterator[str]:
    """« Atelier, Moissac »."""
    place = commune_name(row.commune) or row.locality
    yield from (word for word in (row.site, place) if word)
