"""A mail came to somebody's drop address."""

from datetime import datetime
from uuid import UUID

from contracts.partnerships import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.work import UnitOfWork
from services.partnerships.domain.contact import Contact
from services.partnerships.domain.dropped_mail import DroppedMail
from services.partnerships.domain.interaction import Exchange
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.drops import DropAddress, Drops
from services.partnerships.use_cases.log_interaction import log_interaction


async def receive_mail(
    uow: UnitOfWork, *, address: DropAddress, mail: DroppedMail, now: datetime
) -> None:
    """Note the exchange (courriel consigné) with each company whose contacts it names.

    One that names none waits for somebody to say; one that came before changes nothing.
    """
    known = [] if mail.ignored else await Contacts(uow).with_mails(address.uai, mail.correspondents)
    # The oldest contact of each company, who wrote it before those it was written to.
    met: dict[UUID, Contact] = {}
    for contact in sorted(known, key=lambda one: not _wrote(one, mail)):
        met.setdefault(contact.company_id, contact)
    if not await Drops(uow).add(address, mail, noted=bool(met), now=now):
        return
    for contact in met.values():
        await log_interaction(
            uow,
            company_id=contact.company_id,
            site_id=contact.site_id,
            exchange=_exchange(mail, contact),
            uais=[address.uai],
            now=now,
        )


def _wrote(contact: Contact, mail: DroppedMail) -> bool:
    return (contact.details.mail or "").casefold() == mail.sender


def _exchange(mail: DroppedMail, contact: Contact) -> Exchange:
    return Exchange(
        kind=InteractionKind.MAIL,
        # What it was about is not guessed: whoever sent it corrects the exchange.
        purpose=InteractionPurpose.OTHER,
        outcome=InteractionOutcome.NONE,
        occurred_on=mail.occurred_on,
        contact_id=contact.id,
        note=mail.note(received=_wrote(contact, mail)),
    )
