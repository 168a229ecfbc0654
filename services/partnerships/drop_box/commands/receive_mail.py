"""A mail came to somebody's drop address."""

from collections.abc import Collection
from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.drop_box.commands.note_mail import note_mail
from services.partnerships.drop_box.model.dropped_mail import DroppedMail
from services.partnerships.drop_box.store import DropAddress, Drops


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
