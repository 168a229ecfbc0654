"""Reactions to a bureau that is handed over: its successor finds the steps."""

from contracts.portal.handovers import HandoverCancelledV1, HandoverPlannedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import reactions
from services.coordination.onboardings.store import Onboardings


@reactions.on(HandoverPlannedV1, group="onboardings", since="now")
async def open_the_list(event: HandoverPlannedV1, uow: UnitOfWork) -> None:
    """From the day somebody else runs the bureau; one that is under way stays."""
    await Onboardings(uow).begin(event.handover_id, uow.writing_for(), event.from_on)


@reactions.on(HandoverCancelledV1, group="onboardings", since="now")
async def close_the_list(event: HandoverCancelledV1, uow: UnitOfWork) -> None:
    """Nobody else runs it after all."""
    known = Onboardings(uow)
    try:
        one = await known.get(event.handover_id)
    except NotFound:
        return
    if not one.closed:
        await known.close(one, closed_at=uow.now)
