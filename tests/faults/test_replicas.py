"""Two processes of one service die side by side, again and again."""

from __future__ import annotations

from pathlib import Path

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.failpoints import FAILPOINTS
from tests.faults.crashing import SEED, Crash, world
from tests.support.proof import in_two_sizes

SHORT, LONG = len(FAILPOINTS), 4 * len(FAILPOINTS)
"""Lives, a replica beside each: each failpoint once, or four times."""


@in_two_sizes("schedules", SHORT, LONG)
async def test_two_replicas_that_die_side_by_side_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, crash: Crash, schedules: int
) -> None:
    async with world(tmp_path / "world", cluster, f"k_{worker}_") as plan:
        outcome = await crash({**plan, "seed": SEED, "schedules": schedules, "replica": True})

    assert (outcome["violations"], outcome["stuck"], outcome["crashed"]) == ({}, [], [])
    assert outcome["kills"] >= schedules // 2
    assert outcome["counts"]["effects"] >= 2 * schedules
