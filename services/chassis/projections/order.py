"""Are deliveries complete and in order? Pure bookkeeping over the numbers of each delivery.

A projection acknowledges up to a position, and skips what is at or below its watermark. Both
lose events if a delivery was missed: sent to a connection that broke, or to a replica that died.
The server numbers the deliveries of a durable: a gap in those numbers is a delivery that somebody
else was given. Then the reader stops, waits until everything unanswered is due again, and gathers
it all before going on: the server gives it again in any order (8, 9, 10, then 7 was seen).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class Astray(Exception):
    """A delivery went to somebody else: start again from the watermark."""


@dataclass(frozen=True)
class Position:
    """Where one delivery stands: `stream` in the stream, `delivery` among this durable's."""

    stream: int
    delivery: int
    attempt: int

    @classmethod
    def parse(cls, reply: str) -> Position:
        """Read a JetStream acknowledgement subject. Raises ValueError for anything else."""
        tokens = reply.split(".")
        # $JS.ACK.[domain.account.]stream.consumer.attempt.stream_seq.delivery.timestamp.pending[.x]
        if len(tokens) == 9:
            numbers = tokens[4:7]
        elif len(tokens) >= 11:
            numbers = tokens[6:9]
        else:
            raise ValueError(f"not an acknowledgement subject: {reply!r}")
        attempt, stream, delivery = (int(number) for number in numbers)
        return cls(stream, delivery, attempt)


@dataclass(frozen=True)
class Unanswered:
    """What the server says of a durable when nobody pulls: see `consumer_info`."""

    last_delivery: int
    last_stream_sequence: int
    count: int

    def matters(self, watermark: int) -> bool:
        """Whether something not folded may be among what is unanswered."""
        return self.count > 0 and self.last_stream_sequence > watermark


@dataclass
class Order(Generic[T]):
    """Follows the deliveries of one durable from a watermark: everything up to it is folded."""

    watermark: int
    unanswered: Unanswered
    next_delivery: int = field(init=False)
    _held: dict[int, T] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Deliveries go on from the last one the server made."""
        self.next_delivery = self.unanswered.last_delivery + 1
        self.gathering = self.unanswered.matters(self.watermark)

    def take(self, position: Position, item: T) -> list[tuple[int, T]]:
        """Take the next delivery; return what may be folded now, in order, by stream sequence.

        Raises Astray when a delivery is missing: the order is unknown from there on.
        """
        if position.delivery != self.next_delivery:
            raise Astray
        self.next_delivery += 1
        if self.gathering:
            self._held[position.stream] = item
            return self._release() if self._complete() else []
        if position.stream <= self.watermark:
            return []
        self.watermark = position.stream
        return [(position.stream, item)]

    def _complete(self) -> bool:
        last = self.unanswered.last_stream_sequence
        return sum(1 for sequence in self._held if sequence <= last) >= self.unanswered.count

    def _release(self) -> list[tuple[int, T]]:
        self.gathering = False
        released = [
            (s, item)
            for s, item in sorted(self._held.items(), key=lambda held: held[0])
            if s > self.watermark
        ]
        self.watermark = max(self.watermark, *self._held)
        self._held.clear()
        return released
