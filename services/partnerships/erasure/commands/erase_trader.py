"""The head of a lycée has a sole trader erased, for all lycées (droit à l’effacement)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import CompanyId, ContactId
from contracts.partnerships.companies import CompanyCorrectedV1, ContactErasedV1, TraderErasedV1
from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.model import Contact
from services.partnerships.erasure.commands.forget_trader import forget_trader
from services.partnerships.erasure.store.mailed import Mailed
from services.partnerships.merges.store.merges import Merges

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
