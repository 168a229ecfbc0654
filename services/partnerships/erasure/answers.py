"""What is answered of the notes that name somebody who is erased."""

from contracts.identifiers import InteractionId
from contracts.named_persons import NAMING_NOTES, NamingNote, NamingNotes, NotesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.base.mentions import Named
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.pauses.model import of_safety_readers

NOTES_MAX = 200
"""A message of the bus is bounded; nobody reads more before erasing."""


@answers.to(NAMING_NOTES)
async def notes_that_name_a_pupil(request: NotesRequest, uow: UnitOfWork) -> NamingNotes:
    """Who erases the pupil chooses among them; who asks for access is given them."""
    somebody = Named(request.last_name, request.first_name)
    # The head alone asks.
    found = await Notes(uow).naming(somebody, of_safety_readers)
    return NamingNotes(
        notes=tuple(
            NamingNote(
                interaction_id=InteractionId(one.interaction_id),
                company=one.company,
                occurred_on=one.occurred_on,
                note=one.text,
                whole=one.whole,
            )
            for one in found[:NOTES_MAX]
        )
    )
