"""The host as an agreement names it."""

from uuid import UUID

from contracts.identifiers import SiteKey
from contracts.partnerships.host_party import HostParty, HostPerson
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.model import Contact, signatory
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.sharing.model import Objection
from services.partnerships.sharing.store import Objections


async def read_host_party(uow: UnitOfWork, site_key: SiteKey, tutor_id: UUID | None) -> HostParty:
    """What the lycée in scope knows of a site, and of the tutor there. Raises NotFound."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise NotFound
    company_id, site_id = found
    company = await Companies(uow).get(company_id)
    site = company.site(site_id).details
    people = await Contacts(uow).of(company_id)
    runs = signatory(one for one in people if one.site_id == site_id)
    tutor = await Contacts(uow).find(tutor_id) if tutor_id else None
    objections = await Objections(uow).among([one for one in (runs, tutor) if one])
    return HostParty(
        company=company.details.name,
        siret=site.siret,
        naf=site.naf or company.details.naf,
        address=site.address,
        postcode=site.postcode,
        town=commune_name(site.commune) or site.locality,
        phone=site.phone,
        signatory=_person(runs, objections.get(runs.id)) if runs else None,
        tutor=_person(tutor, objections.get(tutor.id)) if tutor else None,
    )


def _person(contact: Contact, objection: Objection | None) -> HostPerson:
    details = contact.details
    return HostPerson(
        name=details.name,
        function=details.function,
        phone=details.phone,
        mail=details.mail,
        objected_on=objection.objected_on if objection else None,
    )
