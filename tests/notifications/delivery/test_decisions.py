"""The decisions of the queue, as pure functions: when again, and how fast."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.delivery.model import Pace
from services.notifications.mail_server.model.attempt import (
    PATIENCE,
    Reply,
    after_reply,
    enhanced_status,
)
from services.notifications.mails.model.mail import State
from tests.support.services import NOW

VERBS = st.sampled_from(["mail", "rcpt", "content"])


@given(
    verb=VERBS,
    code=st.none() | st.integers(200, 599),
    attempt=st.integers(1, 500),
    since=st.integers(0, 7 * 24 * 60),
)
def test_an_attempt_ends_in_one_of_three_ways_and_never_for_ever(
    verb: str, code: int | None, attempt: int, since: int
) -> None:
    first = NOW - timedelta(minutes=since)
    outcome = after_reply(Reply(verb, code), attempt=attempt, first_attempt_at=first, now=NOW)

    if outcome.state is State.SENT:
        assert verb == "content"
        assert code is not None
        assert code < 300
    elif outcome.state is State.DEFERRED:
        assert outcome.next_attempt_at is not None
        assert NOW < outcome.next_attempt_at <= first + PATIENCE
        assert outcome.next_attempt_at - NOW <= timedelta(hours=1)
        assert code is None or code < 500
    else:
        assert outcome.state is State.FAILED
        assert (code or 0) >= 500 or NOW + timedelta(hours=1) > first + PATIENCE


def test_the_sentence_of_a_server_is_not_kept() -> None:
    assert enhanced_status("5.1.1 <claire@lycee.example>: unknown") == "5.1.1"
    assert enhanced_status("4.7.10\nlater") == "4.7.10"
    for sentence in ("claire@lycee.example unknown", "", "1.2.3 x", "5.1 x", "5.1.1.1.1x"):
        assert enhanced_status(sentence) in (None, "5.1.1")


@given(st.lists(st.integers(0, 400), min_size=1, max_size=200))
def test_no_domain_gets_more_than_its_pace(waits_ms: list[int]) -> None:
    pace, now = Pace(per_second=5, burst=20, wait_max=timedelta(days=1)), NOW
    leaves = []
    for wait_ms in waits_ms:
        now += timedelta(milliseconds=wait_ms)
        wait = pace.reserve("academie.example", now=now)
        assert wait is not None
        leaves.append(now + wait)

    for first in range(len(leaves)):
        for last in range(first, len(leaves)):
            seconds = (leaves[last] - leaves[first]).total_seconds()
            assert last - first + 1 <= 20 + seconds * 5 + 1e-6


def test_a_clock_that_is_set_back_gives_every_domain_its_place_at_once() -> None:
    pace = Pace(per_second=5, burst=20)
    for _ in range(60):
        pace.reserve("academie.example", now=NOW)

    earlier = NOW - timedelta(hours=5)
    waits = [pace.reserve("academie.example", now=earlier) for _ in range(21)]

    assert waits == [*[timedelta()] * 20, timedelta(seconds=0.2)]


def test_a_domain_that_is_full_costs_the_others_nothing() -> None:
    pace = Pace(per_second=5, burst=20, wait_max=timedelta(seconds=2))

    waits = [pace.reserve("academie.example", now=NOW) for _ in range(40)]

    assert waits[:20] == [timedelta()] * 20
    assert waits[20] == timedelta(seconds=0.2)
    assert waits[30:] == [None] * 10
    assert pace.reserve("ailleurs.example", now=NOW) == timedelta()
