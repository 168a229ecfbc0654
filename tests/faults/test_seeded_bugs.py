"""The verdict over crashes can be red: five bugs, put in one at a time, each turn it so.

One of the relay and one of the reactions in `make test`; `make prove` puts in all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from tests.faults.crashing import SEED, Crash, world
from tests.faults.seeded_bugs import SEEDED_BUGS
from tests.support.proof import short_and_long

LONG_ACK_WAIT_SECONDS = 60.0
ILL_PATIENCE_SECONDS = 12
"""What has a bug may never settle, and then this long is waited for it."""
WHERE_IT_SHOWS = {
    "ack_before_commit": ("reaction.before_commit", "effect missing"),
    "mark_before_publish": ("relay.before_publish", "not in the stream"),
    "no_inbox": ("reaction.before_ack", "effect twice"),
    "default_ack_policy": ("reaction.after_ack", "effect missing"),
    "early_counter": ("relay.after_mark", "refused without reason"),
}
USUAL = ("mark_before_publish", "no_inbox")


@pytest.mark.parametrize(
    "bug", short_and_long(USUAL, [bug for bug in SEEDED_BUGS if bug not in USUAL])
)
async def test_a_seeded_bug_turns_the_verdict_red(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, crash: Crash, bug: str
) -> None:
    """With the same deaths it is green without the bug, and with the bug it is green without them:
    neither the deaths nor a clumsy bug turn it red by themselves.
    """
    failpoint, violation = WHERE_IT_SHOWS[bug]
    prefix = f"k_{worker}_"
    alone = {"only": [], "schedules": 1, "commands_per_life": 1, "bug": bug}
    # Nobody dies: what is given again was not answered in time, which a busy machine may do too.
    async with world(tmp_path / "alone", cluster, prefix, LONG_ACK_WAIT_SECONDS) as plan:
        without_deaths = await crash({**plan, **alone, "seed": SEED + 1})
    async with world(tmp_path / "world", cluster, prefix) as plan:
        deadly = {**plan, "seed": SEED, "schedules": 4, "only": [failpoint]}
        without_bug = await crash(deadly)
        ill = {"bug": bug, "patience_seconds": ILL_PATIENCE_SECONDS}
        with_both = await crash({**deadly, **ill, "seed": SEED + 2})

    for green in (without_bug, without_deaths):
        assert (green["violations"], green["stuck"], green["crashed"]) == ({}, [], [])
    assert without_bug["kills"] > 0
    assert violation in with_both["violations"], with_both
