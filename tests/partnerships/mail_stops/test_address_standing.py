"""Whether an address may be written to, whoever asks: also the DSDEN, for somebody of no company."""

import pytest

from contracts.notifications.mails import MailReturnReason
from contracts.partnerships.addresses import AddressRequest, AddressStanding
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mail_stops.answers import standing_of_an_address
from services.partnerships.mail_stops.model import MailReturn
from services.partnerships.mail_stops.store import MailStops
from tests.partnerships.world import Bureau

MAIL = "hortense@garage.example"


async def standing(asker: Bureau, mail: str = MAIL) -> AddressStanding:
    async def answer(uow: UnitOfWork) -> AddressStanding:
        return await standing_of_an_address(AddressRequest(mail=mail), uow)

    return await asker.do(answer)


async def test_an_address_that_wants_no_mail_says_so_to_all(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    assert await standing(bureau) == AddressStanding()

    async def stop(uow: UnitOfWork) -> None:
        stops = MailStops(uow)
        await stops.stop(stops.digest(MAIL), now=uow.now)

    await bureau.do(stop)
    for asker in (bureau, other_bureau):
        assert await standing(asker) == AddressStanding(stopped=True)
        assert await standing(asker, "autre@garage.example") == AddressStanding()


@pytest.mark.parametrize(
    ("reason", "returned"),
    [(MailReturnReason.UNKNOWN_ADDRESS, True), (MailReturnReason.MAILBOX_FULL, False)],
)
async def test_an_address_nothing_reaches_says_so(
    bureau: Bureau, reason: MailReturnReason, returned: bool
) -> None:
    async def note(uow: UnitOfWork) -> None:
        await MailStops(uow).note_return(MAIL, MailReturn(uow.now, reason))

    await bureau.do(note)
    assert await standing(bureau) == AddressStanding(returned=returned)
