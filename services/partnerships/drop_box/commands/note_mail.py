"""A mail is noted with each company whose contacts it names."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.exchanges.commands.log_interaction import log_interaction
from services.partnerships.exchanges.model.exchange import Exchange


class Mail(Protocol):
    """What is needed of a mail: one that comes, or one that waited."""

    @property
    def occurred_on(self) -> date:
        """The day it says."""

    @property
    def correspondents(self) -> tuple[str, ...]:
        """Everybody it names, who wrote it first."""

    def note(self, *, received: bool) -> str:
        """What the exchange keeps of it."""


async def note_mail(uow: UnitOfWork, *, uai: Uai, mail: Mail, now: datetime) -> Sequence[UUID]:
    """Log the exchange (courriel consigné) and return the companies it is about; none if it names no contact."""
    known = await Contacts(uow).with_mails(uai, mail.correspondents)
    # The oldest contact of each company, who wrote it before those it was written to.
    met: dict[UUID, Contact] = {}
    for contact in sorted(known, key=lambda one: not _wrote(one, mail)):
        met.setdefault(contact.company_id, contact)
    for contact in met.values():
        await log_interaction(
            uow,
            company_id=contact.company_id,
            site_id=contact.site_id,
            exchange=_exchange(mail, contact),
            uais=[uai],
            now=now,
        )
    return list(met)


def _wrote(contact: Contact, mail: Mail) -> bool:
    return (contact.details.mail or "").casefold() == mail.correspondents[0]


def _exchange(mail: Mail, contact: Contact) -> Exchange:
    return Exchange(
        kind=InteractionKind.MAIL,
        # What it was about is not guessed: whoever sent it corrects the exchange.
        purpose=InteractionPurpose.OTHER,
        outcome=InteractionOutcome.NONE,
        occurred_on=mail.occurred_on,
        contact_id=contact.id,
        note=mail.note(received=_wrote(contact, mail)),
    )
