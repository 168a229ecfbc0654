"""A place was proposed at a site while the import that had made it was undone."""

from uuid import UUID

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.base.errors import Moved, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.places.store.removed_sites import Departed, DepartedSites


async def bring_back_site(uow: UnitOfWork, *, site_key: SiteKey) -> tuple[UUID, UUID] | None:
    """Put a site back at the registry (lieu revenu), as it was; ids of its company and itself.

    None when no such site left.
    """
    companies = Companies(uow)
    await companies.lock_registration()
    departed = await DepartedSites(uow).take(site_key)
    if departed is None:
        return None
    company = await _home(companies, departed)
    if company is None:
        company = Company(
            departed.company_id, departed.card.details, [departed.site], departed.version + 1
        )
        await companies.add_all([company])
    else:
        company.sites.append(departed.site)
        company.version += 1
        await companies.save_all([company])
    lycee = uow.writing_for()
    facts = company.facts(local_date(uow.now))
    uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=lycee)
    return company.id, departed.site.id


async def _home(companies: Companies, departed: Departed) -> Company | None:
    """The company it belongs to, when it is still there or was registered anew meanwhile."""
    siren = departed.card.details.siren
    same = await companies.resembling(sirens=[siren]) if siren else ()
    if same:
        return await companies.get_for_update(same[0].id)
    try:
        return await companies.get_for_update(departed.company_id)
    except Moved as merged:
        return await companies.get_for_update(merged.new)
    except NotFound:
        return None
