"""The verdict over crashes can be red: five bugs, put in one at a time, each turn it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from tests.faults.crashing import SEED, crash, world
from tests.faults.seeded_bugs import SEEDED_BUGS

WHERE_IT_SHOWS = {
    "ack_before_commit": ("reaction.before_commit", "effect missing"),
    "mark_before_publish": ("relay.before_publish", "not in the stream"),
    "no_inbox": ("reaction.before_ack", "effect twice"),
    "default_ack_policy": ("reaction.after_ack", "effect missing"),
    "early_counter": ("relay.after_mark", "refused without reason"),
}


@pytest.mark.parametrize("bug", SEEDED_BUGS)
async def test_a_seeded_bug_turns_the_verdict_red(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, bug: str
) -> None:
    """With the same deaths it is green without the bug, and with the bug it is green without them:
    neither the deaths nor a clumsy bug turn it red by themselves.
    """
    failpoint, violation = WHERE_IT_SHOWS[bug]
    async with world(tmp_path / "world", cluster, f"k_{worker}_") as plan:
        deadly = {**plan, "seed": SEED, "schedules": 4, "only": [failpoint]}
        alone = {"only": [], "schedules": 1, "commands_per_life": 1}
        without_bug = await crash(deadly)
        without_deaths = await crash({**deadly, **alone, "seed": SEED + 1, "bug": bug})
        with_both = await crash({**deadly, "seed": SEED + 2, "bug": bug, "patience_seconds": 4})

    for green in (without_bug, without_deaths):
        assert (green["violations"], green["stuck"], green["crashed"]) == ({}, [], [])
    assert without_bug["kills"] > 0
    assert violation in with_both["violations"], with_both
