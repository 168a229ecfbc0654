"""Commands of erasure (effacement): of notes, of a sole trader, of a contact."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CompanyId, ContactCheckId, ContactId, PlacementId
from contracts.partnerships.companies import CompanyCorrectedV1, ContactErasedV1, TraderErasedV1
from services.chassis.base.errors import Conflict
from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.base.calendar import local_date
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.store.former_cards import cards_behind
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.commands import forget_contact
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.erasure.store.mailed import Mailed
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.merges.store.merges import Merges
from services.partnerships.places.store import Places

ERASED_NOTE = "note"


async def erase_notes(
    uow: UnitOfWork,
    *,
    interaction_ids: Collection[UUID],
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Erase their texts for good; the exchanges stay."""
    for lycee, interaction_id in await Notes(uow).erase(interaction_ids):
        uow.erased.note(ERASED_NOTE, interaction_id, lycee=lycee)


async def forget_trader(
    uow: UnitOfWork, *, company_id: UUID, now: datetime
) -> tuple[Company, Sequence[Contact]]:
    """Empty its card; remove its contacts, the texts about it, who led to it and how it once was.

    Returns the card and whoever was a contact there. From here on the unit of work reaches every
    lycée. Raises NotFound, CompanyIsNoPerson.
    """
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    await reach(uow, {*await Lycees(uow).all(), *(one.uai for one in known)})
    companies = Companies(uow)
    company = await companies.get_for_update(company_id)
    somebody = Named(company.details.name)
    company.erase()
    contacts = await Contacts(uow).of(company_id)
    for contact in contacts:
        await forget_contact(uow, contact_id=contact.id, now=now)
    await Notes(uow).erase_of(company_id)
    trader = ErasedTrader(
        company_id=company_id,
        former_ids=await cards_behind(uow, company_id),
        site_ids=[site.id for site in company.sites],
        named=somebody,
    )
    await PERSON_TRACES.forget_trader(uow, trader=trader)
    await companies.save_all([company])
    return company, contacts


ERASED_TRADER = "trader"


class TraderNotKnownHere(Conflict):
    """Who knows nothing of a company answers nobody about it."""

    code = "trader-not-known-here"
    title = (
        "Votre lycée ne suit pas cette entreprise\u202f: la demande revient à un lycée qui la suit."
    )


async def erase_trader(uow: UnitOfWork, *, company_id: UUID, version: int, now: datetime) -> None:
    """Erase the card and what every lycée keeps about the person; exchanges and places stay counted.

    Raises NotFound, StaleVersion, CompanyIsNoPerson, TraderNotKnownHere.
    """
    before = await Companies(uow).get_for_update(company_id)
    before.expect(version, {})
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    own = min((one.uai for one in known if one.uai in uow.scope.uais), default=None)
    if own is None:
        raise TraderNotKnownHere
    # A backup may bring back cards that had become this one.
    for former in await Merges(uow).behind(company_id):
        if not former.cards.absorbed.details.legal_form.is_legal_person:
            uow.erased.note(ERASED_TRADER, former.absorbed_id, lycee=own)
    company, contacts = await forget_trader(uow, company_id=company_id, now=now)
    uow.erased.note(ERASED_TRADER, company_id, lycee=own)
    uow.publish(
        CompanyCorrectedV1(**company.facts(local_date(now))), version=company.version, uai=own
    )
    await _tell(uow, company, contacts, local_date(now))


async def _tell(uow: UnitOfWork, company: Company, contacts: Sequence[Contact], on: date) -> None:
    """What mails said of it is forgotten, in each lycée; those with links to its page too."""
    for contact in contacts:
        erased = ContactErasedV1(
            contact_id=ContactId(contact.id), checks=(), placements=(), occurred_on=on
        )
        uow.publish(erased, version=contact.version + 1, uai=contact.uai)
    for lycee, mailed in (await Mailed(uow).about(company.id)).items():
        uow.publish(
            TraderErasedV1(
                company_id=CompanyId(company.id),
                checks=tuple(mailed.checks),
                placements=tuple(mailed.placements),
                occurred_on=on,
            ),
            version=company.version,
            uai=lycee,
        )


ERASED_CONTACT = "contact"


async def remove_contact(
    uow: UnitOfWork, *, contact_id: UUID, notes: Collection[UUID] = (), now: datetime
) -> None:
    """Erase a contact altogether; a link it was sent opens nothing any more.

    `notes` are exchanges whose text names the contact. Raises NotFound.
    """
    contacts = Contacts(uow)
    lycee = await contacts.lycee_of(contact_id)
    contact = await contacts.get_for_update(contact_id)
    checks = await ContactChecks(uow).of_contact(contact.id)
    await forget_contact(uow, contact_id=contact.id, now=now)
    await erase_notes(uow, interaction_ids=notes, now=now)
    uow.erased.note(ERASED_CONTACT, contact.id, lycee=lycee)
    uow.publish(
        ContactErasedV1(
            contact_id=ContactId(contact.id),
            checks=tuple(ContactCheckId(one.id) for one in checks),
            placements=tuple(map(PlacementId, await Places(uow).at_site(contact.site_id))),
            occurred_on=local_date(now),
        ),
        version=contact.version + 1,
        uai=lycee,
    )
