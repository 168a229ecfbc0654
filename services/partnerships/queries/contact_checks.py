"""What a contact was asked to check, as its bureau, the contact itself and other services see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.errors import NotFound
from services.chassis.work import UnitOfWork
from services.partnerships.domain.company import Company
from services.partnerships.domain.contact import Contact, written_to
from services.partnerships.domain.contact_check import ContactCheck, Standing
from services.partnerships.storage.acquaintances import Lycees
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts


@dataclass(frozen=True)
class CheckedContact:
    """When a contact last answered, and what has become of the last question."""

    confirmed_at: datetime | None
    corrected: bool
    asked_at: datetime | None
    standing: Standing | None

    @property
    def is_pending(self) -> bool:
        """Whether an answer is awaited."""
        return self.standing is Standing.PENDING

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return self.standing is Standing.EXPIRED


@dataclass(frozen=True)
class CheckedCard:
    """One check with all its page and its mail say; the contact is None once it was erased."""

    check: ContactCheck
    standing: Standing
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
        standing=Standing.CONTACT_GONE if gone else check.standing(uow.now),
        company=await Companies(uow).get(check.company_id),
        contact=contact,
        lycee=await Lycees(uow).name_of(uow.writing_for()),
    )


async def read_written_to(uow: UnitOfWork, site_key: SiteKey) -> tuple[Company, Contact | None]:
    """The company of a site, and whom the lycée in scope writes to there. Raises NotFound."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise NotFound
    company_id, site_id = found
    people = await Contacts(uow).of(company_id)
    return (
        await Companies(uow).get(company_id),
        written_to(one for one in people if one.site_id == site_id),
    )
