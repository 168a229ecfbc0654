"""Giving an event to a group again, as the stream would do."""

from __future__ import annotations

from services.chassis.nats.parse_envelope import Delivery, Unreadable
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.received import Received
from services.chassis.unit_of_work.parked_events import Park


async def give(inbox: GroupInbox, delivery: Delivery) -> None:
    """Bring one delivery to an outcome: handled, ignored or parked.

    The same steps as the middlewares of a subscriber. Raises the trouble the service is in;
    nothing was done then.
    """
    from services.chassis.reactions.dependencies import react

    received = Received(inbox.group, delivery)
    await inbox.enrol()
    if inbox.is_history(received):
        return
    readable = received.contents
    if isinstance(readable, Unreadable):
        await inbox.park(received, Park(readable.reason, readable.detail))
        return
    unanswered = await inbox.count_deliveries(received)
    async with (
        inbox.parking_failures(received),
        inbox.span(readable.envelope),
        inbox.transaction(received, readable, unanswered=unanswered) as uow,
    ):
        await react(readable, uow)
