"""What a backup must not bring back of words of the DSDEN, and what it must not take away again."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import erasing
from services.coordination.journal_words.commands import PUT_BACK_KIND, WITHDRAWN_KIND
from services.coordination.journal_words.store import JournalWords


@erasing.of(WITHDRAWN_KIND)
async def withdraw_the_word_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back as the lycée read it."""
    await JournalWords(uow).withdraw(resource_id, now=now)


@erasing.of(PUT_BACK_KIND)
async def put_the_word_back_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """Put back a word that was withdrawn since the backup, then put back."""
    await JournalWords(uow).put_back(resource_id)
