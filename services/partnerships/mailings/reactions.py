"""When the letters of a mailing leave, and what becomes of them."""

from datetime import datetime
from uuid import UUID

from contracts.notifications.mails import MailingLetterMovedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.mailings.commands import JOB as ASK
from services.partnerships.mailings.commands import ask_letters, follow_letter


@reactions.on(MailingLetterMovedV1, group="letters", since="beginning")
async def note_what_became_of_a_letter(event: MailingLetterMovedV1, uow: UnitOfWork) -> None:
    """Its page says how many left, and the company's card what was written to it."""
    await follow_letter(
        uow,
        mailing_id=event.mailing_id,
        contact_id=event.contact_id,
        state=event.state,
        on=event.occurred_on,
        now=uow.now,
    )


@timed.job(ASK)
async def write_to_each(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A minute after it was confirmed; the key is the mailing's id."""
    await ask_letters(uow, mailing_id=UUID(key), now=now)
