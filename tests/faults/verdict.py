"""What must hold after any number of deaths, read from four places: diary, database, stream, bus.

The words are those of Jepsen's queue checker: lost (accepted, not recorded), unexpected (recorded,
never tried), and what was tried with an unknown outcome may be there or not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from contracts.envelope import from_headers
from contracts.streams import all_stream_settings
from deploy.nats.operator_connection import operator_connection
from tests.faults.world import DEPARTMENT, LYCEES, Place
from tests.support.waiting import PATIENCE_SECONDS

FETCH = 500


@dataclass
class Verdict:
    """Violations by name; none when all is well. `counts` shows that something was checked."""

    violations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=dict)

    def require(self, name: str, wrong: Iterable[object]) -> None:
        """Note each thing that is wrong under a name."""
        found = [str(one) for one in wrong]
        if found:
            self.violations[name] += found


@dataclass(frozen=True)
class Diary:
    """What the clients wrote down."""

    tried: frozenset[UUID]
    accepted: frozenset[UUID]
    failed: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Diary:
        lines = [line.split(" ", 2) for line in path.read_text().splitlines()]
        return cls(
            frozenset(UUID(line[1]) for line in lines if line[0] == "tried"),
            frozenset(UUID(line[1]) for line in lines if line[0] == "accepted"),
            tuple(" ".join(line) for line in lines if line[0] == "failed"),
        )


async def judge(place: Place) -> Verdict:
    """Read everything and compare. The world must be settled."""
    verdict = Verdict()
    superuser = await asyncpg.connect(place.superuser_url)
    try:
        await _judge_commands(verdict, superuser, Diary.read(place.diary))
        journal = await superuser.fetch("SELECT * FROM journal ORDER BY position")
        await _judge_effects(verdict, superuser, journal)
        await _judge_model(verdict, superuser, journal)
        parked = await superuser.fetch("SELECT reason FROM parked_events WHERE replayed_at IS NULL")
        verdict.require("parked", (row["reason"] for row in parked))
    finally:
        await superuser.close()
    _judge_numbers(verdict, journal)
    async with operator_connection(place.settings) as client:
        js = client.jetstream()
        for stream in all_stream_settings(DEPARTMENT):
            audience = stream.subjects[0].partition(".")[0]
            _judge_stream(verdict, audience, await messages_of(js, stream.name), journal)
    return verdict


async def _judge_commands(verdict: Verdict, superuser: asyncpg.Connection, diary: Diary) -> None:
    rows = await superuser.fetch("SELECT label, count(*) AS facts FROM entries GROUP BY label")
    recorded = {UUID(row["label"]): row["facts"] for row in rows}
    facts = await superuser.fetchval("SELECT count(*) FROM journal WHERE audience = 'department'")
    verdict.require("lost", diary.accepted - recorded.keys())
    verdict.require("unexpected", recorded.keys() - diary.tried)
    verdict.require("half written", (c for c, n in recorded.items() if n != len(LYCEES)))
    verdict.require("state without fact", [facts] if facts != 2 * len(recorded) else [])
    verdict.require("refused without reason", diary.failed)
    verdict.counts |= {"accepted": len(diary.accepted), "recorded": len(recorded)}


async def _judge_effects(
    verdict: Verdict, superuser: asyncpg.Connection, journal: Sequence[Any]
) -> None:
    labels = await superuser.fetch("SELECT label FROM places ORDER BY place_id")
    effects = Counter(row["label"].split()[2] for row in labels)
    facts = {str(row["event_id"]) for row in journal if row["audience"] == "department"}
    verdict.require("effect missing", facts - effects.keys())
    verdict.require("effect without fact", effects.keys() - facts)
    verdict.require("effect twice", (event for event, n in effects.items() if n > 1))
    told = sum(1 for row in journal if row["audience"] == "bureau")
    verdict.require("fact of an effect", [told] if told != len(labels) else [])
    verdict.counts["effects"] = len(labels)


async def _judge_model(
    verdict: Verdict, superuser: asyncpg.Connection, journal: Sequence[Any]
) -> None:
    model = {
        row["uai"]: row["total"] for row in await superuser.fetch("SELECT uai, total FROM totals")
    }
    facts = Counter(row["uai"] for row in journal if row["audience"] == "department")
    expected = {uai: f"{n} {n} 0" for uai, n in facts.items()}
    verdict.require("fold", {*model.items()} ^ {*expected.items()})


def _judge_numbers(verdict: Verdict, journal: Sequence[Any]) -> None:
    """Inside (source, audience) the numbers are 1, 2, 3…, in the order of the journal."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in journal:
        numbers[row["source"], row["audience"]].append(row["sequence"])
    for where, found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            verdict.require("numbers", [f"{where}: hole or repetition"])
    verdict.counts["facts"] = len(journal)


def _judge_stream(
    verdict: Verdict, audience: str, messages: Sequence[Any], journal: Sequence[Any]
) -> None:
    expected = {row["event_id"] for row in journal if row["audience"] == audience}
    envelopes = [from_headers(message.headers) for message in messages]
    kept = Counter(envelope.id for envelope in envelopes)
    verdict.require("not in the stream", expected - kept.keys())
    verdict.require("only in the stream", kept.keys() - expected)
    verdict.require("twice in the stream", (event for event, n in kept.items() if n > 1))
    last: dict[str, int] = defaultdict(int)
    for envelope in envelopes:
        if envelope.sequence != last[envelope.source] + 1:
            verdict.require("order", [f"{envelope.source} {envelope.sequence}"])
        last[envelope.source] = envelope.sequence
    verdict.counts[f"messages of {audience}"] = len(messages)


async def messages_of(js: JetStreamContext, stream: str) -> list[Any]:
    """Every message of a stream, in its order."""
    total = (await js.stream_info(stream)).state.messages
    config = ConsumerConfig(
        name="verdict",
        ack_policy=AckPolicy.NONE,
        deliver_policy=DeliverPolicy.ALL,
        inactive_threshold=30,
    )
    await js.add_consumer(stream, config)
    pull = await js.pull_subscribe_bind(consumer="verdict", stream=stream)
    messages: list[Any] = []
    while len(messages) < total:
        messages += await pull.fetch(FETCH, timeout=PATIENCE_SECONDS)
    await js.delete_consumer(stream, "verdict")
    return messages
