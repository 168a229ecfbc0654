"""Companies that other services know and the registry has no card of, for the doctor and the audit.

An older copy of the registry that was put back leaves them behind: figures agree, and cards are missing.
"""

from deploy.operations.units import units_of
from services.chassis.base.errors import Unavailable
from services.chassis.base.settings import Settings
from services.chassis.operations.measures import Finding
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.web.views.french import plural
from services.partnerships.missing_companies.queries import missing_companies

REGISTRY = "partnerships"


async def companies_missing(settings: Settings) -> list[tuple[str, Finding]]:
    """The finding, as long as there is one; a registry that does not answer is told elsewhere."""
    try:
        async with units_of(settings, REGISTRY) as units, units.begin(DEPARTMENT) as uow:
            count = len(await missing_companies(uow))
    except (OSError, Unavailable):
        return []
    return [(REGISTRY, _finding(count))] if count else []


def _finding(count: int) -> Finding:
    return Finding(
        "companies-missing",
        f"Le registre n’a pas la fiche de {plural(count, 'entreprise')} dont il a parlé aux autres services.",
        "«\u00a0passerelle missing-companies\u00a0» les nomme, leur rend une fiche (--enter) ou dit "
        "partout qu’elles n’y sont plus (--withdraw).",
    )
