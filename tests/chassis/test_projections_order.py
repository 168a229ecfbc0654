"""Completeness of deliveries: any that went astray must be noticed before it is skipped."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.projections.order import Astray, Order, Position, Unanswered


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


def order_from(
    watermark: int, last_delivery: int, last_stream: int = 0, count: int = 0
) -> Order[str]:
    return Order(watermark, Unanswered(last_delivery, last_stream, count))


def take(order: Order[str], stream: int, delivery: int) -> list[int]:
    return [sequence for sequence, _ in order.take(Position(stream, delivery, 1), "event")]


def test_new_events_are_folded_and_old_ones_skipped() -> None:
    order = order_from(watermark=10, last_delivery=4)

    assert take(order, stream=9, delivery=5) == []
    assert take(order, stream=12, delivery=6) == [12]
    assert take(order, stream=12, delivery=7) == []
    assert order.watermark == 12


def test_a_delivery_made_to_somebody_else_is_noticed() -> None:
    order = order_from(watermark=10, last_delivery=4)

    with pytest.raises(Astray):
        take(order, stream=13, delivery=6)


def test_what_is_unanswered_is_gathered_before_anything_is_folded() -> None:
    order = order_from(watermark=6, last_delivery=10, last_stream=10, count=4)

    folded = [take(order, s, d) for d, s in enumerate([8, 9, 10, 11, 8, 7, 12], start=11)]

    assert folded == [[], [], [], [], [], [7, 8, 9, 10, 11], [12]]


def test_waiting_is_needed_only_for_what_is_not_folded() -> None:
    assert Unanswered(last_delivery=9, last_stream_sequence=20, count=3).matters(19)
    assert not Unanswered(last_delivery=9, last_stream_sequence=20, count=3).matters(20)
    assert not Unanswered(last_delivery=9, last_stream_sequence=20, count=0).matters(0)


@dataclass
class Server:
    """A durable as the server keeps it: what is unanswered comes again, in any order."""

    last: int
    chance: random.Random
    delivered: int = 0
    sent: int = 0
    floor: int = 0
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
        return Position(sequence, self.delivered, 1)

    def acknowledge(self, sequence: int) -> None:
        self.floor = max(self.floor, sequence)
        self.due_again = [s for s in self.due_again if s > self.floor]

    def pending(self) -> list[int]:
        return list(range(self.floor + 1, self.sent + 1))

    def expire(self) -> None:
        self.due_again = self.pending()
        self.chance.shuffle(self.due_again)


@dataclass
class Reader:
    """A projection: its read model is the list of what it folded, in order."""

    server: Server
    folded: list[int] = field(default_factory=list)
    order: Order[None] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def watermark(self) -> int:
        return self.folded[-1] if self.folded else 0

    def start(self) -> None:
        server = self.server
        self.order = Order(
            self.watermark, Unanswered(server.delivered, server.sent, len(server.pending()))
        )
        if self.order.gathering:
            server.expire()

    def take(self, *, acknowledge: bool) -> None:
        position = self.server.deliver()
        if position is None:
            return
        try:
            self.folded += [sequence for sequence, _ in self.order.take(position, None)]
        except Astray:
            self.start()
            return
        if acknowledge and not self.order.gathering:
            self.server.acknowledge(self.watermark)


FAULTS = ("take", "take", "take", "unanswered", "astray", "expire", "restart", "crash")


@given(st.lists(st.sampled_from(FAULTS), max_size=80), st.randoms(use_true_random=False))
def test_whatever_goes_astray_the_fold_is_the_stream(
    faults: list[str], chance: random.Random
) -> None:
    server = Server(30, chance)
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
