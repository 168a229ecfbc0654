"""When a bureau is reminded of what waits for it, and what has it planned."""

from datetime import datetime

from contracts.notifications.mails import ContactMailReturnedV1, MailingLetterMovedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.mail_stops.commands import note_mail_return
from services.partnerships.notices.commands import (
    JOB,
    plan_reminder_of_mail,
    remind_bureau,
    remind_of_lost_address,
)
from services.partnerships.notices.queries.things import UNDELIVERED


# Apart from what notes where a letter is: that one may wait for its turn.
@reactions.on(MailingLetterMovedV1, group="undelivered", since="now")
async def have_the_bureau_know_what_did_not_arrive(
    event: MailingLetterMovedV1, uow: UnitOfWork
) -> None:
    """A letter that left is nobody's concern."""
    if event.state in UNDELIVERED:
        await plan_reminder_of_mail(uow, mailing_id=event.mailing_id, now=uow.now)


@reactions.on(ContactMailReturnedV1, group="returned_mails", since="now")
async def have_the_bureau_correct_an_address(event: ContactMailReturnedV1, uow: UnitOfWork) -> None:
    """Its card says so, and nothing more is sent there; of a letter to many its page tells the rest."""
    news = await note_mail_return(
        uow,
        contact_id=event.contact_id,
        contact_version=event.contact_version,
        reason=event.reason,
        now=uow.now,
    )
    if news and not event.to_many:
        await remind_of_lost_address(
            uow, contact_id=event.contact_id, contact_version=event.contact_version, now=uow.now
        )


@timed.job(JOB)
async def remind_the_bureau_of_what_waits(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """In the morning, or a while after a mail failed; the key says of what."""
    await remind_bureau(uow, key=key, now=now)
