"""Completeness of deliveries: any that went astray must be noticed before it is skipped."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.projections.order import Order, Position, Unanswered, Verdict, must_wait


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("$JS.ACK.S.c.2.17.9.1795534278014294346.5", Position(stream=17, delivery=9, attempt=2)),
        ("$JS.ACK.hub.ACC.S.c.1.17.9.1795534278014294346.5.tok", Position(17, 9, 1)),
    ],
)
def test_positions_are_read_in_both_forms(reply: str, expected: Position) -> None:
    assert Position.parse(reply) == expected


@pytest.mark.parametrize("reply", ["", "_INBOX.x", "$JS.ACK.S.c.2.17", "$JS.ACK.S.c.a.b.c.d.e"])
def test_other_subjects_are_refused(reply: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Position.parse(reply)


def test_new_events_are_folded_and_old_ones_skipped() -> None:
    order = Order(watermark=10, next_delivery=5)

    assert order.judge(Position(stream=9, delivery=5, attempt=1)) is Verdict.SKIP
    assert order.judge(Position(stream=12, delivery=6, attempt=1)) is Verdict.FOLD
    assert order.judge(Position(stream=12, delivery=7, attempt=2)) is Verdict.SKIP
    assert order.watermark == 12


def test_a_delivery_made_to_somebody_else_is_noticed() -> None:
    order = Order(watermark=10, next_delivery=5)

    assert order.judge(Position(stream=13, delivery=6, attempt=1)) is Verdict.LOST


def test_what_is_new_cannot_pass_before_what_is_unanswered() -> None:
    order = Order(watermark=10, next_delivery=5, redelivered_first=2)

    assert order.judge(Position(stream=11, delivery=5, attempt=2)) is Verdict.FOLD
    assert order.judge(Position(stream=13, delivery=6, attempt=1)) is Verdict.LOST


def test_waiting_is_needed_only_for_what_is_not_folded() -> None:
    assert must_wait(Unanswered(last_delivery=9, last_stream_sequence=20, count=3), 19)
    assert not must_wait(Unanswered(last_delivery=9, last_stream_sequence=20, count=3), 20)
    assert not must_wait(Unanswered(last_delivery=9, last_stream_sequence=20, count=0), 0)


@dataclass
class Server:
    """A durable as the server keeps it: delivers, forgets nothing unanswered, acknowledges all."""

    last: int
    delivered: int = 0
    sent: int = 0
    floor: int = 0
    attempts: dict[int, int] = field(default_factory=dict)
    due_again: list[int] = field(default_factory=list)

    def deliver(self) -> Position | None:
        if self.due_again:
            sequence = self.due_again.pop(0)
        elif self.sent < self.last:
            self.sent += 1
            sequence = self.sent
        else:
            return None
        self.delivered += 1
        self.attempts[sequence] = self.attempts.get(sequence, 0) + 1
        return Position(sequence, self.delivered, self.attempts[sequence])

    def acknowledge(self, sequence: int) -> None:
        self.floor = max(self.floor, sequence)
        self.due_again = [s for s in self.due_again if s > self.floor]

    def pending(self) -> list[int]:
        return list(range(self.floor + 1, self.sent + 1))

    def expire(self) -> None:
        self.due_again = self.pending()


@dataclass
class Reader:
    """A projection: its read model is the list of what it folded, in order."""

    server: Server
    folded: list[int] = field(default_factory=list)
    order: Order = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def watermark(self) -> int:
        return self.folded[-1] if self.folded else 0

    def start(self) -> None:
        pending = len(self.server.pending())
        unanswered = Unanswered(self.server.delivered, self.server.sent, pending)
        wait = must_wait(unanswered, self.watermark)
        if wait:
            self.server.expire()
        self.order = Order(self.watermark, self.server.delivered + 1, pending if wait else 0)

    def take(self, *, acknowledge: bool) -> None:
        position = self.server.deliver()
        if position is None:
            return
        verdict = self.order.judge(position)
        if verdict is Verdict.LOST:
            self.start()
            return
        if verdict is Verdict.FOLD:
            self.folded.append(position.stream)
        if acknowledge:
            self.server.acknowledge(position.stream)


FAULTS = ("take", "take", "take", "unanswered", "astray", "expire", "restart", "crash")


@given(st.lists(st.sampled_from(FAULTS), max_size=80))
def test_whatever_goes_astray_the_fold_is_the_stream(faults: list[str]) -> None:
    server = Server(last=30)
    reader = Reader(server)
    for fault in faults:
        match fault:
            case "take":
                reader.take(acknowledge=True)
            case "unanswered":
                reader.take(acknowledge=False)
            case "astray":
                server.deliver()
            case "expire":
                server.expire()
            case "restart":
                reader.start()
            case _:
                server.deliver()
                reader.start()
    for _ in range(200):
        reader.take(acknowledge=True)
        if not server.due_again and reader.watermark < server.sent:
            reader.start()

    assert reader.folded == list(range(1, 31))
