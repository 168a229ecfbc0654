"""`python -m tests.bench.mail_owners NATS_URL CREDENTIALS`: who owns what mails say, each on a connection.

They answer at once, from memory; a line on standard output says that they listen.
"""

import asyncio
import sys
from datetime import date
from pathlib import Path
from uuid import uuid4

from contracts.identifiers import AccountId, SiteKey
from contracts.internships.periods import PLACEMENT_LETTER, PlacementLetter
from contracts.partnerships.questions import HOST_CONTACT, HostContact
from contracts.portal.accounts import BUREAU_PEOPLE, BureauMember, BureauPeople
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.observability.logging import configure_logging
from services.chassis.security.credentials import ServiceCredentials
from tests.notifications.owners import OWNERS, Answering


async def main(nats_url: str, credentials: Path) -> None:
    """Answer until killed."""
    configure_logging(Settings(log_level="WARNING"))
    buses: dict[str, Bus] = {}
    for name in OWNERS:
        seed = ServiceCredentials.load(credentials, name).nats_seed
        buses[name] = Bus(nats_url, name, seed)
        buses[name].start()
        await buses[name].wait_connected()
    answering = Answering()
    _tell(answering)
    await answering.listen(buses)
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def _tell(told: Answering) -> None:
    """The same of every mail."""
    letter = PlacementLetter(
        standing=True,
        formation="1re bac pro Métiers de l’électricité",
        starts_on=date(2027, 1, 11),
        ends_on=date(2027, 2, 5),
        pupil_name="Zéphyrine d’Orval",
        site_key=SiteKey.local(uuid4()),
    )
    told.tell(PLACEMENT_LETTER, letter)
    contact = HostContact(
        company="Menuiserie Delbosc", contact_name="Hortense Delbosc", mail="a@menuiserie.example"
    )
    told.tell(HOST_CONTACT, contact)
    member = BureauMember(
        account_id=AccountId(uuid4()), display_name="Claire Vidal", mail="claire@lycee.example"
    )
    told.tell(BUREAU_PEOPLE, BureauPeople(lycee="LP des Tilleuls", members=(member,)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
