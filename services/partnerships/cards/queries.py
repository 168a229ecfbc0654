"""Cards of companies: a company with its contacts, as its page shows it to one bureau."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.database.readings import Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import KnownCompany, read_known
from services.partnerships.acquaintances.store import KNOWN
from services.partnerships.companies.store.companies import COMPANY_ROW, SITES
from services.partnerships.contact_checks.queries import CheckedContact, summed_up
from services.partnerships.contact_checks.store import CHECKS_AT, ContactChecks
from services.partnerships.contacts.model import Contact, written_to
from services.partnerships.contacts.store.contacts import CONTACTS_AT, Contacts
from services.partnerships.sharing.model import Objection, SharedContact, Sharing
from services.partnerships.sharing.store import OWN_SHARED, SHARED_BY_OTHERS, Objections, Sharings
from services.partnerships.ways.model import Way
from services.partnerships.ways.store import WAYS_TO, Ways

SEE_CARD = "see-contacts"
"""What is noted of whoever reads a card with its contacts."""


@dataclass(frozen=True)
class CompanyCard(KnownCompany):
    """A company as its page shows it to one bureau."""

    contacts: Sequence[Contact]
    checks: Mapping[UUID, CheckedContact]
    ways: Sequence[Way]
    """Who brought it, and through whom to go, as each lycée in scope says."""
    sharings: Mapping[UUID, Sharing]
    """Which of the lycée's own contacts the network sees."""
    shared: Sequence[SharedContact]
    """What other lycées share."""
    objections: Mapping[UUID, Objection]
    """Which of the lycée's own contacts objected, whichever bureau they told."""

    def contacts_at(self, site_id: UUID) -> Sequence[Contact]:
        """The lycée's contacts at one site."""
        return [contact for contact in self.contacts if contact.site_id == site_id]

    def is_written_to(self, contact: Contact) -> bool:
        """Whether the lycée's mails to the site go to this contact."""
        colleagues = [c for c in self.contacts_at(contact.site_id) if c.uai == contact.uai]
        return written_to(c for c in colleagues if c.id not in self.objections) == contact

    def shared_at(self, site_id: UUID) -> Sequence[SharedContact]:
        """What other lycées share at one site."""
        return [one for one in self.shared if one.site_id == site_id]

    def person(self, contact_id: UUID | None) -> str:
        """Whom an exchange was with."""
        return next((one.details.name for one in self.contacts if one.id == contact_id), "")


CARD = (
    *(COMPANY_ROW, SITES, KNOWN, WAYS_TO),
    *(CONTACTS_AT, CHECKS_AT, OWN_SHARED, SHARED_BY_OTHERS),
)
"""What a card is made of but for the objections of its contacts, read with `card_parameters`."""
_CARD = Together(*CARD)


def card_parameters(uow: UnitOfWork, company_id: UUID) -> Mapping[str, Any]:
    """What `CARD` is read with."""
    own = list(uow.scope.uais)
    return {"company_id": company_id, "company_ids": [company_id], "own": own}


async def read_company(uow: UnitOfWork, company_id: UUID) -> CompanyCard:
    """A company with the lycée's own contacts, never another's. Raises NotFound."""
    await _CARD.once_ahead(uow, card_parameters(uow, company_id))
    known = await read_known(uow, company_id)
    people = await Contacts(uow).of(company_id)
    asked = await ContactChecks(uow).of_company(company_id)
    return CompanyCard(
        company=known.company,
        own=known.own,
        known_by=known.known_by,
        contacts=people,
        checks={
            one.id: summed_up([check for check in asked if check.contact_id == one.id], uow.now)
            for one in people
        },
        ways=await Ways(uow).of(company_id),
        sharings=await Sharings(uow).own(company_id),
        shared=await Sharings(uow).of_others(company_id),
        objections=await Objections(uow).among(people),
    )


"""Opening the card of a company on which one's lycée has contacts."""
