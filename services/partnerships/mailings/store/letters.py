"""What is known of whoever a letter goes to: what stands between braces is replaced by it."""

from collections.abc import Mapping

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Lycees
from services.partnerships.mailings.model import COMPANY, CONTACT, LYCEE
from services.partnerships.mailings.store.mailings import Recipient


async def known_of(uow: UnitOfWork, letter: Recipient) -> Mapping[str, str]:
    """The names the letter may use: all of them are known of whoever is written to."""
    return known_with(letter, await Lycees(uow).name_of(letter.uai))


def known_with(letter: Recipient, lycee: str) -> Mapping[str, str]:
    """Words of a letter, of a lycée whose name was read: many letters of one mail ask for it once."""
    return {COMPANY: letter.company, CONTACT: letter.contact, LYCEE: lycee}
