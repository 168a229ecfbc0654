"""Commands of the drop box (adresse de dépôt): opened, revoked; mails received, accepted, attached, put aside, taken back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.drop_box.model.dropped_mail import DroppedMail
from services.partnerships.drop_box.model.waiting_mail import WaitingMail
from services.partnerships.drop_box.store import DropAddress, Drops
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.model import Exchange


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


async def accept_mail(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, now: datetime
) -> Sequence[UUID]:
    """Note it with each company whose contacts it names (courriel accepté), and return these.

    Raises NotFound: for a mail that names none any more too, which then still waits.
    """
    drops = Drops(uow)
    mail = await drops.take(mail_id, account_id)
    waiting = WaitingMail(mail.text or "", mail.occurred_on)
    companies = await note_mail(uow, uai=mail.uai, mail=waiting, now=now)
    if not companies:
        raise NotFound
    await drops.close(mail_id, noted=True, now=now)
    return companies


async def attach_mail(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, company_id: UUID, now: datetime
) -> UUID:
    """Note the exchange with that company (courriel rattaché), and return its id. Raises NotFound."""
    drops = Drops(uow)
    mail = await drops.take(mail_id, account_id)
    await drops.close(mail_id, noted=True, now=now)
    exchange = Exchange(
        kind=InteractionKind.MAIL,
        purpose=InteractionPurpose.OTHER,
        outcome=InteractionOutcome.NONE,
        occurred_on=mail.occurred_on,
        note=mail.text,
    )
    return await log_interaction(
        uow, company_id=company_id, exchange=exchange, uais=[mail.uai], now=now
    )


async def open_drop(
    uow: UnitOfWork, *, account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Give them one for a lycée (adresse de dépôt); one they have stays. Raises LyceeNotChosen."""
    await Drops(uow).open(uow.writing_for(uai), account_id, now=now)


async def put_mail_aside(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, now: datetime
) -> None:
    """Take it off the list (courriel écarté). Raises NotFound."""
    drops = Drops(uow)
    await drops.take(mail_id, account_id)
    await drops.close(mail_id, noted=False, now=now)


async def receive_mail(
    uow: UnitOfWork,
    *,
    address: DropAddress,
    mail: DroppedMail,
    staff: Collection[str],
    now: datetime,
) -> None:
    """Note the exchange (courriel consigné) with each company whose contacts it names.

    Only of a mail the relay vouches for, by a contact or by somebody of the bureau (`staff`, their
    addresses): anybody who learnt the address could write the rest, and it waits for its reader to
    say. So does one that names no contact; one that came before changes nothing.
    """
    known = await Contacts(uow).with_mails(address.uai, mail.correspondents)
    writers = {(one.details.mail or "").casefold() for one in known} | set(staff)
    vouched = mail.authentic and mail.sender in writers
    noted = vouched and bool(known) and mail.ignored is None
    drops = Drops(uow)
    added = await drops.add(address, mail, noted=noted, unverified=not vouched, now=now)
    if added and noted:
        await note_mail(uow, uai=address.uai, mail=mail, now=now)


async def revoke_drop(
    uow: UnitOfWork, *, account_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have mails to it refused (adresse révoquée), at once. Raises LyceeNotChosen."""
    await Drops(uow).revoke(uow.writing_for(uai), account_id, now=now)


async def take_mail_back(
    uow: UnitOfWork,
    *,
    mail_id: UUID,
    account_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Put it back on the list (courriel repris). Raises NotFound."""
    await Drops(uow).reopen(mail_id, account_id)
