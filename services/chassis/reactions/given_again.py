"""Giving an event to a group again, as the stream would do."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from services.chassis.nats.parse_envelope import Delivery
from services.chassis.reactions.group_inbox import GroupInbox

if TYPE_CHECKING:
    from services.chassis.reactions.decision import Readable
    from services.chassis.reactions.event_message import EventMessage


async def give(inbox: GroupInbox, delivery: Delivery) -> None:
    """Bring one delivery to an outcome: handled, ignored or parked.

    By the steps of a subscriber. Raises the trouble the service is in; nothing was done then.
    """
    from faststream import ContextRepo
    from faststream.exceptions import AckMessage
    from nats.aio.msg import Msg

    from services.chassis.reactions.event_message import message_of
    from services.chassis.reactions.middlewares.steps import STEPS

    raw = Msg(cast("Any", None), delivery.subject)  # nobody delivered it: there is no answer
    call: Any = _handle
    for step in reversed(STEPS):
        call = partial(step(raw, context=ContextRepo()).consume_scope, call)
    with suppress(AckMessage):  # as `History` says that nothing is to be done
        await call(message_of(inbox, delivery, raw))


async def _handle(message: EventMessage) -> None:
    from services.chassis.reactions.dependencies import react

    await react(cast("Readable", message.received.contents))
