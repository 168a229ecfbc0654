"""What is done to many companies at once, a part at a time."""

from datetime import datetime
from uuid import UUID

from contracts.notifications.mails import MailingLetterMovedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.subscribers.declared import reactions, timed
from services.partnerships.use_cases.ask_letters import JOB as ASK
from services.partnerships.use_cases.ask_letters import ask_letters
from services.partnerships.use_cases.follow_letter import follow_letter
from services.partnerships.use_cases.make_changes import JOB as MAKE
from services.partnerships.use_cases.make_changes import make_changes
from services.partnerships.use_cases.take_changes_back import JOB as TAKE_BACK
from services.partnerships.use_cases.take_changes_back import take_changes_back


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


@timed.job(MAKE)
async def go_on_changing(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """More companies than one transaction takes; the key is `<change id>:<next company>`."""
    await make_changes(uow, change_id=UUID(key.partition(":")[0]), now=now)


@timed.job(TAKE_BACK)
async def go_on_taking_back(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The same, for what is undone."""
    await take_changes_back(uow, change_id=UUID(key.partition(":")[0]), now=now)
