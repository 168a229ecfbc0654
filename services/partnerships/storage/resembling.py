"""Is a company already at the registry, under this number or this name?"""

from collections.abc import Sequence

from contracts.identifiers import Siren
from services.chassis.work import UnitOfWork
from services.partnerships.domain.company import Company, CompanyDetails, SiteDetails
from services.partnerships.domain.text import name_key
from services.partnerships.storage.companies import Companies


async def find_resembling(
    uow: UnitOfWork, *, details: CompanyDetails, main: SiteDetails
) -> Sequence[Company]:
    """Companies with the same SIREN or SIRET, else with the same name in the same commune.

    Namesakes whose two SIREN are known to differ are not the same company.
    """
    companies = Companies(uow)
    siren = details.siren or (main.siret.siren if main.siret else None)
    same = await companies.resembling(
        sirens=[siren] if siren else [], keys=[main.siret] if main.siret else []
    )
    if same or main.place is None:
        return same
    namesakes = await companies.resembling(names=[(name_key(details.name), main.place)])
    return [company for company in namesakes if _may_be_one(siren, company)]


def _may_be_one(siren: Siren | None, company: Company) -> bool:
    return siren is None or company.details.siren is None or siren == company.details.siren
