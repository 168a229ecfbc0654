"""Two hundred deaths by SIGKILL at named places: nothing lost, nothing twice, the fold equal."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.failpoints import FAILPOINTS
from tests.faults.crashing import SEED, crash, world

SCHEDULES, WORLDS = 216, 2
KILLS_AT_LEAST, HITS_AT_LEAST = 200, 10


@pytest.mark.timeout(600)
async def test_nothing_is_lost_nor_done_twice_over_two_hundred_deaths(
    tmp_path: Path,
    cluster: EmbeddedPostgres,
    worker: str,
    record_property: Callable[[str, object], None],
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
                crash({**one, "seed": SEED + number, "schedules": SCHEDULES // WORLDS})
                for number, one in enumerate(worlds)
            )
        )

    hits: Counter[str] = Counter()
    for outcome in outcomes:
        hits.update(outcome["hits"])
    kills = sum(outcome["kills"] for outcome in outcomes)
    report = {"kills": kills, "hits": hits, "worlds": [o["counts"] for o in outcomes]}
    record_property("crashes", json.dumps(report))
    sys.stdout.write(f"{json.dumps(report)}\n")
    for outcome in outcomes:
        assert (outcome["stuck"], outcome["crashed"]) == ([], []), "\n".join(outcome["log"])
        assert outcome["violations"] == {}
    assert kills >= KILLS_AT_LEAST
    assert {name: hits[name] for name in FAILPOINTS if hits[name] < HITS_AT_LEAST} == {}
