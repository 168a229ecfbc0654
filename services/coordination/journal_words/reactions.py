"""What a backup must not bring back of words of the DSDEN."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import erasing
from services.coordination.journal_words.commands import WITHDRAWN_KIND
from services.coordination.journal_words.store import JournalWords


@erasing.of(WITHDRAWN_KIND)
async def withdraw_the_word_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back as the lycée read it."""
    await JournalWords(uow).withdraw(resource_id, now=now)
