"""A place a pupil is proposed, and the removed site it brings back."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import CompanyCorrectedV1
from services.chassis.base.errors import Moved, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.places.store import Departed, DepartedSites, Places
from services.partnerships.pressure.commands import note_solicitation


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


async def note_place(
    uow: UnitOfWork, *, placement_id: UUID, site_key: SiteKey, on: date, now: datetime
) -> None:
    """Note that somebody's way leads there (lieu proposé): the site stays at the registry.

    One that an undone import has just taken away comes back; the place was proposed before that was
    known.
    """
    # Whoever is taking the site away is waited for; then it is brought back.
    found = await Companies(uow).site_by_key(site_key, lock=True)
    found = found or await bring_back_site(uow, site_key=site_key)
    if found is not None:
        lycee = uow.writing_for()
        await Places(uow).add(lycee, placement_id, *found)
        # Places are their lycée's own; that it relies on the site is for all to know.
        await Acquaintances(uow).add_all(lycee, {found})
        await note_solicitation(
            uow,
            uai=lycee,
            source_id=placement_id,
            site_id=found[1],
            on=on,
            by_place=True,
            now=now,
        )
