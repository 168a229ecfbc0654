"""Deaths by SIGKILL at named places: nothing lost, nothing twice, the fold equal."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.failpoints import FAILPOINTS
from tests.faults.crashing import SEED, Crash, world
from tests.support.proof import in_two_sizes, keep

WORLDS = 2
SHORT, LONG = WORLDS * len(FAILPOINTS), 216
"""Lives: each failpoint once in each world, or eighteen times in all."""


@in_two_sizes("schedules", SHORT, LONG)
async def test_nothing_is_lost_nor_done_twice_by_a_death_at_any_place(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, crash: Crash, schedules: int
) -> None:
    async with AsyncExitStack() as stack:
        worlds = [
            await stack.enter_async_context(
                world(tmp_path / str(number), cluster, f"k{number}_{worker}_")
            )
            for number in range(WORLDS)
        ]
        outcomes = await asyncio.gather(
            *(
                crash({**one, "seed": SEED + number, "schedules": schedules // WORLDS})
                for number, one in enumerate(worlds)
            )
        )

    hits: Counter[str] = Counter()
    for outcome in outcomes:
        hits.update(outcome["hits"])
    kills = sum(outcome["kills"] for outcome in outcomes)
    report = {"kills": kills, "hits": hits, "worlds": [o["counts"] for o in outcomes]}
    keep("crashes", {"seed": SEED, "schedules": schedules, **report})
    for outcome in outcomes:
        assert (outcome["stuck"], outcome["crashed"]) == ([], []), "\n".join(outcome["log"])
        assert outcome["violations"] == {}
    # A life whose second passage never comes ends without a death.
    assert kills >= schedules * 3 // 4
    at_least = max(1, schedules // len(FAILPOINTS) // 2)
    assert {name: hits[name] for name in FAILPOINTS if hits[name] < at_least} == {}
