"""What is heard of letters about needs: one that did not arrive."""

from contracts.notifications.mails import NeedLetterReturnedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import reactions
from services.coordination.need_letters.store import NeedLetters


@reactions.on(NeedLetterReturnedV1, group="need_returns", since="now")
async def note_that_it_came_back(event: NeedLetterReturnedV1, uow: UnitOfWork) -> None:
    """Who keeps the need sees that nothing arrives there."""
    await NeedLetters(uow).note_return(event.letter_id, now=uow.now)
