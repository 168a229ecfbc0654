"""Is a company already at the registry, under this number or this name, or nearly so?"""

from collections.abc import Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.text import name_key
from services.partnerships.companies.model.company import Company, CompanyDetails, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.likeness import Likeness, Typed


async def find_resembling(
    uow: UnitOfWork, *, details: CompanyDetails, main: SiteDetails
) -> Sequence[Company]:
    """Companies with the same SIREN or SIRET, else with the same name in the same commune.

    Namesakes whose two SIREN are known to differ are not the same company.
    """
    siren = details.siren or (main.siret.siren if main.siret else None)
    found = await Companies(uow).resembling(
        sirens=[siren] if siren else [],
        keys=[main.siret] if main.siret else [],
        names=[(name_key(details.name), main.place)] if main.place else [],
    )
    same = [company for company in found if company.has_number(siren, main.siret)]
    return same or [company for company in found if company.may_have(siren)]


async def find_alike(
    uow: UnitOfWork, *, details: CompanyDetails, main: SiteDetails
) -> Sequence[Company]:
    """Companies with nearly the same name in the same commune, the likeliest first.

    Without a commune or a number, wherever they are. Those whose SIREN is known to differ are not
    among them.
    """
    siren = details.siren or (main.siret.siren if main.siret else None)
    if not main.place and siren:
        return []
    ids = await Likeness(uow).of_one_sent(Typed(details.name, main.place))
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    return [found[one] for one in ids if one in found and found[one].may_have(siren)]
