"""What is answered of an address: whether it may be written to."""

from contracts.partnerships.addresses import ADDRESS_STANDING, AddressRequest, AddressStanding
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.mail_stops.store import MailStops


@answers.to(ADDRESS_STANDING)
async def standing_of_an_address(request: AddressRequest, uow: UnitOfWork) -> AddressStanding:
    """The standing of an address, for every lycée and for the DSDEN: an address stopped mails of all of them."""
    standing = await MailStops(uow).standing([request.mail])
    return AddressStanding(
        stopped=request.mail in standing.stopped, returned=standing.is_lost(request.mail)
    )
