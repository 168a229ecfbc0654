"""Services whose read models were made by the fold of another release."""

from collections.abc import Sequence

from deploy.operations.units import units_of
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.operations.outdated_folds import is_outdated
from services.chassis.reactions.group_inbox import DEPARTMENT


async def outdated_services(settings: Settings) -> Sequence[str]:
    """Their names. Raises Unavailable."""
    found = []
    for service in SERVICES:
        declared = [one for one in service.projections if one.fingerprint is not None]
        if not declared:
            continue
        async with units_of(settings, service.name) as units, units.begin(DEPARTMENT) as uow:
            if any([await is_outdated(uow, one) for one in declared]):
                found.append(service.name)
    return found
