"""What is answered of a host and a tutor, as an agreement names them."""

from contracts.partnerships.host_party import HOST_PARTY, HostParty, HostPartyRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.tutors.queries import read_host_party


@answers.to(HOST_PARTY)
async def host_of_an_agreement(request: HostPartyRequest, uow: UnitOfWork) -> HostParty:
    """What is printed of a host and of a tutor on an agreement."""
    return await read_host_party(uow, request.site_key, request.tutor_id)
