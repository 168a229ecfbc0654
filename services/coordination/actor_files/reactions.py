"""What is heard of exchanges of bureaux with actors: an actor somebody met is no import to take back."""

from contracts.envelope import Envelope
from contracts.partnerships.actors import ActorMeetingWithdrawnV1, ActorMetV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_files.store import ActorsMet
from services.coordination.base.reactions import reactions


@reactions.on(ActorMetV1, group="actors_met", since="beginning")
async def note_that_a_bureau_met_it(event: ActorMetV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """Note that a bureau met an actor, whichever lycée it is of."""
    await ActorsMet(uow).keep(event.exchange_id, event.actor_id, version=envelope.version)


@reactions.on(ActorMeetingWithdrawnV1, group="actors_met", since="beginning")
async def note_that_it_did_not(
    event: ActorMeetingWithdrawnV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """The exchange was noted by mistake."""
    await ActorsMet(uow).keep(
        event.exchange_id, event.actor_id, version=envelope.version, withdrawn=True
    )
