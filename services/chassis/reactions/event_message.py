"""A message of the stream as FastStream hands it on: parser, decoder and filter of a subscriber.

CloudEvents come in binary mode: the envelope in `ce-*` headers, the event as the payload.
"""

from __future__ import annotations

from typing import cast

from faststream import StreamMessage
from faststream.nats import NatsMessage
from nats.aio.msg import Msg

from contracts.event import Event
from contracts.subjects import Subject
from services.chassis.base.failpoints import failpoint
from services.chassis.nats.parse_envelope import Delivery, Unreadable
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.received import Received


class EventMessage(NatsMessage):
    """A delivery to one group, with the inbox of the group."""

    inbox: GroupInbox
    received: Received
    unanswered: int = 0
    """How many deliveries of it had no outcome."""

    async def ack(self) -> None:
        """Let the stream forget the delivery. What escapes here leaves it unanswered."""
        failpoint("reaction.before_ack")
        await super().ack()
        failpoint("reaction.after_ack")


async def parse(inbox: GroupInbox, raw: Msg) -> EventMessage:
    """FastStream's parser: what was delivered, to which group."""
    return message_of(inbox, delivery_of(raw), raw)


def delivery_of(raw: Msg) -> Delivery:
    """What the stream delivered."""
    metadata = raw.metadata
    return Delivery(
        subject=raw.subject,
        headers=raw.headers or {},
        payload=raw.data,
        stream=metadata.stream,
        stream_sequence=metadata.sequence.stream,
        attempt=metadata.num_delivered,
    )


def message_of(inbox: GroupInbox, delivery: Delivery, raw: Msg) -> EventMessage:
    """The message of a delivery to a group; `raw` is what is answered."""
    headers = dict(delivery.headers)
    message = EventMessage(
        raw_message=raw,
        body=delivery.payload,
        headers=headers,
        content_type=headers.get("content-type"),
        message_id=headers.get("ce-id"),
        correlation_id=headers.get("ce-correlationid"),
    )
    message.inbox = inbox
    message.received = Received(inbox.group, delivery)
    return message


async def decode(message: EventMessage) -> Event | Unreadable:
    """FastStream's decoder: the typed event. Never raises: what cannot be read is parked."""
    contents = message.received.contents
    return contents if isinstance(contents, Unreadable) else contents.event


async def carries(event_type: type[Event], message: StreamMessage[Msg]) -> bool:
    """FastStream's filter: whether it is on the subject of that version of that event."""
    subject = cast("EventMessage", message).received.subject
    wanted = (event_type.service(), event_type.token(), event_type.version())
    return (
        isinstance(subject, Subject) and (subject.service, subject.event, subject.version) == wanted
    )
