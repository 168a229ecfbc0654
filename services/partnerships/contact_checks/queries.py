"""What a contact was asked to check, as its bureau, the contact itself and other services see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies
from services.partnerships.contact_checks.model import (
    LINK_LASTS,
    LINK_PURPOSE,
    CheckState,
    ContactCheck,
)
from services.partnerships.contact_checks.store import ContactChecks, awaited, contact_check
from services.partnerships.contact_checks.tables import contact_checks
from services.partnerships.contacts.model import Contact, signatory, written_to
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.tables import contacts
from services.partnerships.sharing.store import Objections


@dataclass(frozen=True)
class CheckedContact:
    """When a contact last answered, and what has become of the last question."""

    confirmed_at: datetime | None
    corrected: bool
    asked_at: datetime | None
    standing: CheckState | None

    @property
    def is_pending(self) -> bool:
        """Whether an answer is awaited."""
        return self.standing is CheckState.PENDING

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.standing is CheckState.EXPIRED


@dataclass(frozen=True)
class CheckedCard:
    """One check with all its page and its mail say; the contact is None once it was erased."""

    check: ContactCheck
    standing: CheckState
    company: Company
    contact: Contact | None
    lycee: str


def summed_up(checks: Sequence[ContactCheck], now: datetime) -> CheckedContact:
    """What to say of the checks of one contact, the last one first."""
    confirmed = next((one for one in checks if one.confirmed_at), None)
    last = checks[0] if checks else None
    return CheckedContact(
        confirmed_at=confirmed.confirmed_at if confirmed else None,
        corrected=bool(confirmed and confirmed.corrected),
        asked_at=last.asked_at if last else None,
        standing=last.standing(now) if last else None,
    )


async def read_checked_card(uow: UnitOfWork, check_id: UUID) -> CheckedCard:
    """One check of the lycée in scope. Raises NotFound."""
    check = await ContactChecks(uow).get(check_id)
    contact = await Contacts(uow).find(check.contact_id) if check.contact_id else None
    gone = contact is None and check.is_pending(uow.now)
    return CheckedCard(
        check=check,
        standing=CheckState.CONTACT_GONE if gone else check.standing(uow.now),
        company=await Companies(uow).get(check.company_id),
        contact=contact,
        lycee=await Lycees(uow).name_of(uow.writing_for()),
    )


@dataclass(frozen=True)
class GivenCard:
    """One link given to a contact, as the bureau's list of links shows it; the last of each."""

    check: ContactCheck
    uai: Uai
    contact_id: UUID
    contact: str
    company: str
    standing: CheckState
    has_mail: bool

    @property
    def is_open(self) -> bool:
        """Whether it opens the card."""
        return self.standing is CheckState.PENDING


async def read_given_cards(uow: UnitOfWork, *, limit: int) -> Sequence[GivenCard]:
    """The last link of each contact of the lycées in scope, those that open something first."""
    c = contact_checks.c
    last = (
        select(contact_checks, contacts.c.name, contacts.c.mail, companies.c.name.label("company"))
        .join(contacts, (contacts.c.uai == c.uai) & (contacts.c.contact_id == c.contact_id))
        .join(companies, companies.c.company_id == c.company_id)
        .ext(distinct_on(c.uai, c.contact_id))
        .order_by(c.uai, c.contact_id, c.asked_at.desc(), c.contact_check_id.desc())
        .subquery()
    )
    is_open = (
        last.c.confirmed_at.is_(None)
        & last.c.revoked_at.is_(None)
        & (last.c.asked_at > uow.now - LINK_LASTS)
    )
    statement = (
        select(last)
        .order_by(is_open.desc(), last.c.asked_at.desc(), last.c.contact_check_id)
        .limit(limit)
    )
    found = []
    for row in await uow.execute(statement):
        check = contact_check(row)
        found.append(
            GivenCard(
                check,
                Uai(row.uai),
                row.contact_id,
                row.name,
                row.company,
                check.standing(uow.now),
                has_mail=row.mail is not None,
            )
        )
    return found


async def read_coded_check(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which awaited check of the lycée in scope has the code that was typed."""
    return await coded_row(uow, LINK_PURPOSE, typed, awaited(asked_after=uow.now - LINK_LASTS))


async def read_written_to(
    uow: UnitOfWork, site_key: SiteKey, *, tutor_id: UUID | None = None, signs: bool = False
) -> tuple[Company, Contact | None]:
    """The company of a site, and whom the lycée in scope writes to there. Raises NotFound.

    `tutor_id`: that person, where they have a mail; `signs`: who signs for the site, if it is known.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise NotFound
    company_id, site_id = found
    known = await Contacts(uow).of(company_id)
    company = await Companies(uow).get(company_id)
    people = [one for one in known if one.site_id == site_id]
    named = next((one for one in known if one.id == tutor_id), None)
    if named is None and signs:
        named = signatory(people)
    if named is not None and named.details.mail:
        return company, named
    objected = await Objections(uow).among(people)
    return company, written_to(one for one in people if one.id not in objected)
