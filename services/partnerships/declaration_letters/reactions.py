"""When companies are written that declarations run out, and what becomes of the letters."""

from datetime import datetime

from contracts.notifications.mails import DeclarationLetterMovedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.declaration_letters.commands import (
    JOB,
    follow_declaration_letter,
    write_of_declarations,
)


@reactions.on(DeclarationLetterMovedV1, group="declaration_letters", since="now")
async def note_what_became_of_a_letter_about_declarations(
    event: DeclarationLetterMovedV1, uow: UnitOfWork
) -> None:
    """The company's page says that it was written to."""
    await follow_declaration_letter(
        uow, letter_id=event.letter_id, state=event.state, on=event.occurred_on, now=uow.now
    )


@timed.job(JOB)
async def write_each_morning(uow: UnitOfWork, *, key: str, now: datetime) -> None:  # noqa: ARG001 what is due is looked for as of that morning
    """Before seven; a morning that was missed is made up for by the next one."""
    await write_of_declarations(uow, uai=uow.writing_for(), now=now)
