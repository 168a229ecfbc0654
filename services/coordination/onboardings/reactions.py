"""Reactions to a bureau that is handed over: its successor finds the steps."""

from contracts.portal.handovers import HandoverCancelledV1, HandoverPlannedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import reactions
from services.coordination.onboardings.store import Onboardings


@reactions.on(HandoverPlannedV1, group="onboardings", since="now")
async def open_the_list(event: HandoverPlannedV1, uow: UnitOfWork) -> None:
    """From the day somebody else runs the bureau; the list of who ran it before is over, one of these weeks stays."""
    known, lycee = Onboardings(uow), uow.writing_for()
    for one in await known.open():
        if one.uai == lycee and one.id != event.handover_id and one.gives_way(event.from_on):
            await known.close(one, closed_at=uow.now, closed_for=event.handover_id)
    await known.begin(event.handover_id, lycee, event.from_on)


@reactions.on(HandoverCancelledV1, group="onboardings", since="now")
async def close_the_list(event: HandoverCancelledV1, uow: UnitOfWork) -> None:
    """Close the list of a bureau nobody else runs after all: the list it had ended goes on."""
    known = Onboardings(uow)
    try:
        one = await known.get(event.handover_id)
    except NotFound:
        return
    if not one.closed:
        await known.close(one, closed_at=uow.now)
    ended = await known.ended_by(event.handover_id)
    if ended is not None and not any(other.uai == ended.uai for other in await known.open()):
        await known.close(ended, closed_at=None)
