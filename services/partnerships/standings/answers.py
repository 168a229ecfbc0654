"""What the supervisor is told of a company before she passes its need on: nobody by name, no exchange."""

from contracts.partnerships.network_standing import (
    NETWORK_STANDING,
    NetworkStanding,
    NetworkStandingRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.standings.queries import read_network_standing


@answers.to(NETWORK_STANDING)
async def network_standing(request: NetworkStandingRequest, uow: UnitOfWork) -> NetworkStanding:
    """What all bureaux see of it, and no exchange."""
    return await read_network_standing(uow, company_id=request.company_id, siret=request.siret)
