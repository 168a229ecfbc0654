"""Are deliveries complete and in order? Pure functions over the numbers of each delivery.

A projection acknowledges up to a position, and skips what is at or below its watermark. Both
lose events if a delivery was missed: sent to a connection that broke, or to a replica that died.
The server numbers the deliveries of a durable: a gap in those numbers is a delivery that somebody
else was given. Then the reader stops, waits until what is unanswered is due again, and goes on
from the lowest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


class Verdict(StrEnum):
    """What to do with a delivery."""

    FOLD = "fold"
    SKIP = "skip"
    LOST = "lost"


@dataclass
class Order:
    """Follows the deliveries of one durable. `watermark`: everything up to it is folded.

    `redelivered_first`: how many unanswered deliveries must come again before anything new.
    """

    watermark: int
    next_delivery: int
    redelivered_first: int = 0
    _seen: int = 0

    def judge(self, position: Position) -> Verdict:
        """Judge the next delivery. After LOST the order is unknown: start again."""
        if position.delivery != self.next_delivery:
            return Verdict.LOST
        if position.attempt == 1 and self.redelivered_first > 0:
            return Verdict.LOST
        self.next_delivery += 1
        if position.stream > self._seen:
            self._seen = position.stream
            self.redelivered_first = max(0, self.redelivered_first - 1)
        if position.stream <= self.watermark:
            return Verdict.SKIP
        self.watermark = position.stream
        return Verdict.FOLD


@dataclass(frozen=True)
class Unanswered:
    """What the server says of a durable when nobody pulls: see `consumer_info`."""

    last_delivery: int
    last_stream_sequence: int
    count: int


def must_wait(unanswered: Unanswered, watermark: int) -> bool:
    """Whether deliveries somebody was given are still out, with something new among them."""
    return unanswered.count > 0 and unanswered.last_stream_sequence > watermark
