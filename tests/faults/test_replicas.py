"""Two processes of one service die side by side, again and again."""

from __future__ import annotations

from pathlib import Path

from deploy.embedded.postgres import EmbeddedPostgres
from tests.faults.crashing import SEED, crash, world


async def test_two_replicas_that_die_side_by_side_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str
) -> None:
    async with world(tmp_path / "world", cluster, f"k_{worker}_") as plan:
        outcome = await crash({**plan, "seed": SEED, "schedules": 24, "replica": True})

    assert (outcome["violations"], outcome["stuck"], outcome["crashed"]) == ({}, [], [])
    assert outcome["kills"] >= 12
    assert outcome["counts"]["effects"] >= 48
