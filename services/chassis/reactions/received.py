"""One delivery, as far as it can be read: its subject, its envelope, its event."""

from __future__ import annotations

from functools import cached_property

from contracts.envelope import Envelope
from contracts.subjects import Subject
from services.chassis.nats.parse_envelope import (
    Addressed,
    Delivery,
    Unreadable,
    read_envelope,
    read_subject,
)
from services.chassis.reactions.decision import Readable, read_event
from services.chassis.reactions.spec import Group


class Received:
    """A delivery to one group. Each part is read when first asked for, and once."""

    def __init__(self, group: Group, delivery: Delivery) -> None:
        self.group = group
        self.delivery = delivery

    @cached_property
    def subject(self) -> Subject | Unreadable:
        """What NATS authenticated."""
        return read_subject(self.delivery.subject)

    @cached_property
    def addressed(self) -> Addressed | Unreadable:
        """The envelope, held against the subject."""
        if isinstance(self.subject, Unreadable):
            return self.subject
        return read_envelope(self.subject, self.delivery.headers)

    @cached_property
    def contents(self) -> Readable | Unreadable:
        """The event and the reaction to it, or why there is none."""
        if isinstance(self.addressed, Unreadable):
            return self.addressed
        return read_event(self.group, self.addressed, self.delivery.payload)

    @property
    def envelope(self) -> Envelope | None:
        """The envelope, where it can be trusted."""
        return None if isinstance(self.addressed, Unreadable) else self.addressed.envelope

    @property
    def uai(self) -> str:
        """The lycée the subject speaks for; empty when nobody can say."""
        return "" if isinstance(self.subject, Unreadable) else str(self.subject.uai)

    @property
    def redelivered(self) -> bool:
        """Whether it was delivered before."""
        return self.delivery.attempt > 1
