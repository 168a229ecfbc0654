"""Reactions to erased contacts, who are nobody's tutors any more."""

from contracts.partnerships.companies import (
    ContactErasedV1,
    TraderErasedV1,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import reactions
from services.internships.rules.store import Tutors


@reactions.on(ContactErasedV1, group="erasures", since="beginning")
async def forget_the_tutor(event: ContactErasedV1, uow: UnitOfWork) -> None:
    """A contact who was erased is nobody's tutor."""
    await Tutors(uow).forget(event.contact_id)


@reactions.on(TraderErasedV1, group="erasures", since="beginning")
async def forget_the_tutors_of_the_trader(event: TraderErasedV1, uow: UnitOfWork) -> None:
    """The contacts of the lycée there were erased too."""
    await Tutors(uow).forget(None, event.placements)
